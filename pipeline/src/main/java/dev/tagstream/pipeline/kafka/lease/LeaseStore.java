package dev.tagstream.pipeline.kafka.lease;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Stores a lease in Kafka: see the package. Used by one thread. */
final class LeaseStore implements AutoCloseable {

  /** The deadline for one answer; a new Kafka must create its internal topics first. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final OffsetAndMetadata NOTHING = new OffsetAndMetadata(0);

  private static final String PATIENCE_MILLIS = String.valueOf(PATIENCE.toMillis());

  private final LeaseTerms terms;
  private final TopicPartition place;
  private final Admin admin;
  private @Nullable ConsumerGroupMetadata group;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  private LeaseStore(LeaseTerms terms, Admin admin) {
    this.terms = terms;
    this.place = new TopicPartition(terms.imagesTopic(), 0);
    this.admin = admin;
  }

  /** The group metadata of a consumer that never joins. */
  private static ConsumerGroupMetadata groupOf(LeaseTerms terms) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            terms.with(Map.of(ConsumerConfig.GROUP_ID_CONFIG, terms.name())),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return consumer.groupMetadata();
    }
  }

  /** Prepares the clients without connecting. */
  static LeaseStore open(LeaseTerms terms) {
    return new LeaseStore(
        terms,
        Admin.create(
            terms.with(
                Map.of(
                    "request.timeout.ms", PATIENCE_MILLIS,
                    "default.api.timeout.ms", PATIENCE_MILLIS))));
  }

  /**
   * The current record of the lease; empty if nobody ever held it.
   *
   * @throws LeaseRefusedException if this user may not read it
   * @throws IllegalStateException if the broker does not answer
   */
  Optional<LeaseRecord> read() throws InterruptedException {
    return read(new ListConsumerGroupOffsetsOptions());
  }

  /** The current record after all others are fenced, including what they had begun to write. */
  Optional<LeaseRecord> readAfterFencing() throws InterruptedException {
    return read(new ListConsumerGroupOffsetsOptions().requireStable(true));
  }

  private Optional<LeaseRecord> read(ListConsumerGroupOffsetsOptions how)
      throws InterruptedException {
    OffsetAndMetadata found =
        await(
            admin
                .listConsumerGroupOffsets(terms.name(), how)
                .partitionsToOffsetAndMetadata()
                .thenApply(offsets -> offsets.getOrDefault(place, NOTHING)));
    return LeaseRecord.parse(found.metadata());
  }

  /** Fences all earlier writers. */
  void fenceOthers() {
    closeProducer();
    KafkaProducer<byte[], byte[]> opened =
        new KafkaProducer<>(
            terms.with(
                Map.of(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    terms.name(),
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    (int) PATIENCE.toMillis(),
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    PATIENCE_MILLIS)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer = opened;
    group = groupOf(terms);
    try {
      opened.initTransactions();
    } catch (RuntimeException e) {
      throw explained(e);
    }
  }

  /**
   * Writes the lease.
   *
   * @return false if somebody else fenced this store; then nothing was written
   */
  boolean write(LeaseRecord record) throws InterruptedException {
    KafkaProducer<byte[], byte[]> opened = producer;
    if (opened == null || group == null) {
      return false;
    }
    OffsetAndMetadata lease = new OffsetAndMetadata(end(), record.toString());
    try {
      opened.beginTransaction();
      opened.sendOffsetsToTransaction(Map.of(place, lease), group);
      opened.commitTransaction();
      return true;
    } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
      closeProducer();
      return false;
    } catch (RuntimeException e) {
      // the transaction is in doubt: the next one begins as another producer
      closeProducer();
      throw explained(e);
    }
  }

  @Override
  public void close() {
    closeProducer();
    admin.close(Duration.ZERO);
  }

  private long end() throws InterruptedException {
    return await(admin.listOffsets(Map.of(place, OffsetSpec.latest())).partitionResult(place))
        .offset();
  }

  private void closeProducer() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private <T> T await(KafkaFuture<T> answer) throws InterruptedException {
    try {
      return answer.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw explained(
          new IllegalStateException(
              "cannot read the lease %s: %s".formatted(terms.name(), e.getCause()), e));
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no broker answers a request for the lease " + terms.name(), e);
    }
  }

  /** The failure, or the missing permission if that is the cause. */
  private RuntimeException explained(RuntimeException failure) {
    return ExceptionUtils.findThrowable(failure, AuthorizationException.class)
        .<RuntimeException>map(this::notAllowed)
        .orElse(failure);
  }

  private LeaseRefusedException notAllowed(AuthorizationException refused) {
    return new LeaseRefusedException(
        "the job lacks permissions for its lease: it needs READ on the consumer group %s, READ on the topic %s and WRITE on the transactional id %s (%s)"
            .formatted(terms.name(), terms.imagesTopic(), terms.name(), refused.getMessage()));
  }
}
