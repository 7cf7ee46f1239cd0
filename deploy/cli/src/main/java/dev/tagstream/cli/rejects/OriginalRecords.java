package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.CommittedRecords;
import dev.tagstream.cli.results.Positions;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.RejectedImage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;

/** Reads single records again from the place where they were rejected. */
public final class OriginalRecords implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Integer> partitionCounts = new HashMap<>();

  private OriginalRecords(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Opens a consumer that reads single records by their offset. */
  public static OriginalRecords of(KafkaConnection connection) {
    return new OriginalRecords(
        CommittedRecords.consumer(
            connection,
            Map.of(
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1)));
  }

  /** The record that was rejected, if its topic still has it. */
  public Optional<ConsumerRecord<byte[], byte[]>> find(RejectedImage reject) {
    TopicPartition place = new TopicPartition(reject.getSourceTopic(), reject.getSourcePartition());
    if (place.partition() >= partitionCount(place.topic()) || place.partition() < 0) {
      return Optional.empty();
    }
    List<TopicPartition> places = List.of(place);
    long offset = reject.getSourceOffset();
    if (offset < new Positions(consumer.beginningOffsets(places)).in(place)
        || offset >= new Positions(consumer.endOffsets(places)).in(place)) {
      return Optional.empty();
    }
    consumer.assign(places);
    consumer.seek(place, offset);
    while (consumer.position(place) <= offset) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        return Optional.of(record).filter(found -> isWhatWasRejected(found, reject));
      }
    }
    return Optional.empty();
  }

  /** How many partitions a topic has; 0 if there is no such topic. */
  int partitionCount(String topic) {
    return partitionCounts.computeIfAbsent(
        topic,
        name -> {
          try {
            List<PartitionInfo> partitions = consumer.partitionsFor(name);
            return partitions == null ? 0 : partitions.size();
          } catch (InvalidTopicException noTopic) {
            return 0;
          }
        });
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** A recreated topic has other records at the same places. */
  private static boolean isWhatWasRejected(
      ConsumerRecord<byte[], byte[]> record, RejectedImage reject) {
    ByteBuffer beginning = reject.getValue();
    return record.offset() == reject.getSourceOffset()
        && record.value() != null
        && record.value().length == reject.getValueBytes()
        && ByteBuffer.wrap(record.value(), 0, beginning.remaining()).equals(beginning);
  }
}
