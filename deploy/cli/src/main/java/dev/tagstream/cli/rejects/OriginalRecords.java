package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.PlacedRecords;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.RejectedImage;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads single records again from the place where they were rejected. */
public final class OriginalRecords implements AutoCloseable {

  private final PlacedRecords records;

  private OriginalRecords(PlacedRecords records) {
    this.records = records;
  }

  /** Opens a consumer that reads single records by their offset. */
  public static OriginalRecords of(KafkaConnection connection) {
    return new OriginalRecords(PlacedRecords.of(connection, 1));
  }

  /** The record that was rejected, if its topic still has it. */
  public Optional<ConsumerRecord<byte[], byte[]>> find(RejectedImage reject) {
    return records
        .find(
            new TopicPartition(reject.getSourceTopic(), reject.getSourcePartition()),
            reject.getSourceOffset())
        .filter(found -> isWhatWasRejected(found, reject));
  }

  /** How many partitions a topic has; 0 if there is no such topic. */
  int partitionCount(String topic) {
    return records.partitionCount(topic);
  }

  @Override
  public void close() {
    records.close();
  }

  /** A recreated topic has other records at the same places. */
  private static boolean isWhatWasRejected(
      ConsumerRecord<byte[], byte[]> record, RejectedImage reject) {
    ByteBuffer beginning = reject.getValue();
    return record.value() != null
        && record.value().length == reject.getValueBytes()
        && ByteBuffer.wrap(record.value(), 0, beginning.remaining()).equals(beginning);
  }
}
