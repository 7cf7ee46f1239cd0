package dev.tagstream.cli.results;

import dev.tagstream.pipeline.kafka.KafkaConnection;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads single records again by their offsets. It keeps the records of one poll, so it is fast if
 * records are requested in the order of their partition.
 */
public final class PlacedRecords implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Integer> partitionCounts = new HashMap<>();

  /** The records of the last poll, by offset. */
  private final Map<Long, ConsumerRecord<byte[], byte[]>> ahead = new HashMap<>();

  /** The partition of these records. */
  private @Nullable TopicPartition partition;

  private PlacedRecords(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * Prepares a consumer that connects at the first request.
   *
   * @param recordsAhead the most records that it keeps, at least 1
   */
  public static PlacedRecords of(KafkaConnection connection, int recordsAhead) {
    return new PlacedRecords(
        CommittedRecords.consumer(
            connection,
            Map.of(
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                recordsAhead)));
  }

  /** The record at an offset; empty if its topic no longer retains it. */
  public Optional<ConsumerRecord<byte[], byte[]>> find(TopicPartition place, long offset) {
    if (place.partition() < 0 || place.partition() >= partitionCount(place.topic())) {
      return Optional.empty();
    }
    if (!place.equals(partition)) {
      consumer.assign(List.of(place));
      partition = place;
      ahead.clear();
    }
    if (!ahead.containsKey(offset) && isThere(place, offset)) {
      read(place, offset);
    }
    return Optional.ofNullable(ahead.get(offset));
  }

  private boolean isThere(TopicPartition place, long offset) {
    List<TopicPartition> places = List.of(place);
    return offset >= new Positions(consumer.beginningOffsets(places)).in(place)
        && offset < new Positions(consumer.endOffsets(places)).in(place);
  }

  /**
   * Polls until the record or a later one arrives. There is no record at an offset that was aborted
   * or compacted.
   */
  private void read(TopicPartition place, long offset) {
    ahead.clear();
    if (consumer.position(place) != offset) {
      consumer.seek(place, offset);
    }
    while (ahead.isEmpty() && consumer.position(place) <= offset) {
      consumer.poll(POLL).forEach(record -> ahead.put(record.offset(), record));
    }
  }

  /** The number of partitions of a topic; 0 if the topic does not exist. */
  public int partitionCount(String topic) {
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
}
