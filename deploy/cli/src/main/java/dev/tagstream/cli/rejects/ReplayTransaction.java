package dev.tagstream.cli.rejects;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends rejected records and the log of the replay in one transaction. */
final class ReplayTransaction implements AutoCloseable {

  /**
   * The prefix of the transactional id, before the topic of rejects. A later replay with the same
   * id fences earlier ones.
   */
  private static final String ID_PREFIX = "tagstream-replay-";

  /** The default of {@link ProducerConfig#BUFFER_MEMORY_CONFIG}. */
  private static final long MIN_BUFFER_BYTES = 32 << 20;

  private final ReplayEvent events;
  private final Producer<byte[], byte[]> producer;

  private ReplayTransaction(ReplayEvent events, Producer<byte[], byte[]> producer) {
    this.events = events;
    this.producer = producer;
  }

  /**
   * Connects, and aborts the open transaction of an earlier replay.
   *
   * @param events creates the record of a reject
   * @param maxMessageBytes the largest record
   */
  static ReplayTransaction of(
      KafkaConnection connection, String rejectsTopic, ReplayEvent events, int maxMessageBytes) {
    Map<String, Object> settings =
        connection.forProducer(
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                ID_PREFIX + rejectsTopic,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                maxMessageBytes,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                Math.max(MIN_BUFFER_BYTES, 2L * maxMessageBytes)));
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      return new ReplayTransaction(events, producer);
    } catch (KafkaException e) {
      producer.close();
      throw e;
    }
  }

  /**
   * Sends the rejects and commits.
   *
   * @param notes creates the log's records from the rejects that are left for another replay
   * @return the outcome of each reject, in order
   * @throws KafkaException if nothing was sent, for example because another replay has started
   */
  @SuppressWarnings("FutureReturnValueIgnored") // if a record of the log fails, the commit fails
  List<ReplayedReject> commit(
      List<StoredReject> rejects,
      Function<List<StoredReject>, List<ProducerRecord<byte[], byte[]>>> notes) {
    producer.beginTransaction();
    List<Sent> sent = rejects.stream().map(this::send).toList();
    List<StoredReject> left = sent.stream().filter(one -> !one.isDone()).map(Sent::reject).toList();
    notes.apply(left).forEach(producer::send);
    producer.commitTransaction();
    return sent.stream().map(Sent::outcome).toList();
  }

  @Override
  public void close() {
    producer.close();
  }

  private Sent send(StoredReject reject) {
    try {
      return new Sent(reject, producer.send(events.of(reject)), null);
    } catch (CannotReplayException problem) {
      return new Sent(reject, null, ReplayedReject.left(reject, problem));
    }
  }

  /** A reject that was sent, or that is left. */
  private record Sent(
      StoredReject reject, @Nullable Future<RecordMetadata> place, @Nullable ReplayedReject left) {

    boolean isDone() {
      return left == null || left.isDone();
    }

    ReplayedReject outcome() {
      if (left != null) {
        return left;
      }
      try {
        RecordMetadata arrived = requireNonNull(place).get();
        return ReplayedReject.putBack(
            reject, arrived.topic() + "-" + arrived.partition() + "@" + arrived.offset());
      } catch (ExecutionException e) {
        throw new IllegalStateException("committed though a record failed", e);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }
}
