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

  /** The rejected record; empty if its topic no longer retains it. */
  public Optional<ConsumerRecord<byte[], byte[]>> find(RejectedImage reject) {
    return records
        .find(
            new TopicPartition(reject.getSourceTopic(), reject.getSourcePartition()),
            reject.getSourceOffset())
        .filter(found -> isWhatWasRejected(found, reject));
  }

  /** The number of partitions of a topic; 0 if the topic does not exist. */
  int partitionCount(String topic) {
    return records.partitionCount(topic);
  }

  @Override
  public void close() {
    records.close();
  }

  /**
   * Whether the record is the rejected one: a recreated topic has other records at the same
   * offsets.
   */
  private static boolean isWhatWasRejected(
      ConsumerRecord<byte[], byte[]> record, RejectedImage reject) {
    ByteBuffer beginning = reject.getValue();
    return record.value() != null
        && record.value().length == reject.getValueBytes()
        && ByteBuffer.wrap(record.value(), 0, beginning.remaining()).equals(beginning);
  }
}
