package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.CommittedRecords;
import dev.tagstream.cli.results.Positions;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.schemas.RejectReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Replays rejected records to the images topic, each reject once, even after failures: the records
 * of one poll are replayed and noted in the {@link ReplayLog} in one transaction. Of two replays of
 * the same topic, the later one continues alone.
 */
public final class ReplayRejects {

  private final RejectSelection selection;
  private final CommittedRecords rejects;
  private final ReadRejects reader;
  private final ReplayLog log;
  private final ReplayTransaction transaction;

  private ReplayRejects(
      RejectSelection selection,
      CommittedRecords rejects,
      ReadRejects reader,
      ReplayLog log,
      ReplayTransaction transaction) {
    this.selection = selection;
    this.rejects = rejects;
    this.reader = reader;
    this.log = log;
    this.transaction = transaction;
  }

  /**
   * Replays the rejects that exist now, and shows progress.
   *
   * @param gone receives each reject after it was replayed, or cannot be
   * @throws UnusableKafkaException if no broker answers or it lacks one of the topics
   * @throws UserErrorException if another replay took over
   */
  public static void replay(
      KafkaConnection connection,
      ReplayRequest request,
      Console console,
      Consumer<ReplayedReject> gone)
      throws InterruptedException {
    int maxMessageBytes = maxMessageBytes(connection, request.imagesTopic());
    ReplayLog.create(connection, request.rejectsTopic());
    try (CommittedRecords rejects = CommittedRecords.of(connection, request.rejectsTopic());
        ReadRejects reader = new ReadRejects(request.selection(), request.formats(), console);
        OriginalRecords originals = OriginalRecords.of(connection);
        ReplayTransaction transaction =
            ReplayTransaction.of(
                connection,
                request.rejectsTopic(),
                new ReplayEvent(request.imagesTopic(), maxMessageBytes, originals),
                maxMessageBytes)) {
      // no other replay can commit any more, so the log is now complete
      ReplayLog log = ReplayLog.read(connection, request.rejectsTopic());
      new ReplayRejects(request.selection(), rejects, reader, log, transaction).run(console, gone);
    } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
      throw new UserErrorException(
          "another replay of %s started and continues instead of this one"
              .formatted(request.rejectsTopic()));
    } catch (ApiException refused) {
      throw new UserErrorException(
          "the broker refuses the replayed rejects of %s: %s"
              .formatted(request.rejectsTopic(), refused.getMessage()));
    }
  }

  private void run(Console console, Consumer<ReplayedReject> gone) {
    selection.startIn(rejects);
    Positions ends = rejects.ends();
    Positions start = rejects.positions().upTo(ends);
    Positions next = start;
    try (Progress progress = console.progress("checked", start.distanceTo(ends))) {
      while (!next.equals(ends)) {
        ConsumerRecords<byte[], byte[]> records = rejects.poll();
        Positions reached = rejects.positions().upTo(ends);
        if (!reached.equals(next)) {
          putBack(records, next, reached).forEach(gone);
          next = reached;
          progress.done(start.distanceTo(next));
        }
      }
    }
  }

  /** Replays the rejects from {@code next} to {@code reached}, all or none. */
  private List<ReplayedReject> putBack(
      ConsumerRecords<byte[], byte[]> records, Positions next, Positions reached) {
    List<StoredReject> due = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < reached.in(partition)) {
        reader.read(record).filter(reject -> !log.contains(reject)).ifPresent(due::add);
      }
    }
    return transaction.commit(due, left -> notes(next, reached, left));
  }

  /**
   * The offsets that are done: everything up to {@code reached}, without the rejects that are left.
   */
  private List<ProducerRecord<byte[], byte[]>> notes(
      Positions next, Positions reached, List<StoredReject> left) {
    List<ProducerRecord<byte[], byte[]>> notes = new ArrayList<>();
    for (TopicPartition partition : reached.offsets().keySet()) {
      for (RejectReason reason : selection.reasons()) {
        long[] holes =
            left.stream()
                .filter(reject -> reject.partition() == partition.partition())
                .filter(reject -> reject.avro().getReason() == reason)
                .mapToLong(StoredReject::offset)
                .sorted()
                .toArray();
        for (var done :
            OffsetRanges.between(next.in(partition), reached.in(partition), holes).ranges()) {
          notes.add(log.add(partition.partition(), reason, done));
        }
      }
    }
    return notes;
  }

  private static int maxMessageBytes(KafkaConnection connection, String topic)
      throws InterruptedException {
    try (Topics topics = Topics.of(connection)) {
      return topics.maxMessageBytes(topic);
    }
  }
}
