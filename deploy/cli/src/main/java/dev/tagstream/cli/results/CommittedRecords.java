package dev.tagstream.cli.results;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginnings, committed records only, without a consumer group. */
public final class CommittedRecords implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Few records in each poll, because a reject may have half a megabyte. */
  private static final int MAX_POLL_RECORDS = 64;

  private final KafkaConsumer<byte[], byte[]> consumer;

  private CommittedRecords(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * Connects.
   *
   * @throws UnusableKafkaException if no broker answers or it lacks one of the topics
   */
  public static CommittedRecords of(KafkaConnection connection, String... names)
      throws InterruptedException {
    try (Topics topics = Topics.of(connection)) {
      topics.require(List.of(names));
    }
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(connection, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS));
    List<TopicPartition> partitions =
        List.of(names).stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new CommittedRecords(consumer);
  }

  /** A consumer of committed records that belongs to no group. */
  public static KafkaConsumer<byte[], byte[]> consumer(
      KafkaConnection connection, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT));
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(
        connection.with(all), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Starts reading in each partition at the first record since a time. */
  public void startAt(Instant since) {
    Map<TopicPartition, Long> times =
        consumer.assignment().stream()
            .collect(Collectors.toMap(partition -> partition, p -> since.toEpochMilli()));
    Positions ends = ends();
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) ->
                // a partition without such a record has nothing to read now
                consumer.seek(partition, found == null ? ends.in(partition) : found.offset()));
  }

  /** Skips all but the last offsets of each partition. */
  public void startBeforeEnds(int records) {
    Positions beginnings = new Positions(consumer.beginningOffsets(consumer.assignment()));
    ends()
        .offsets()
        .forEach(
            (partition, end) ->
                consumer.seek(partition, Math.max(beginnings.in(partition), end - records)));
  }

  /** The next position in each partition. */
  public Positions positions() {
    return new Positions(
        consumer.assignment().stream()
            .collect(Collectors.toMap(partition -> partition, consumer::position)));
  }

  /** The current end of the committed records in each partition. */
  public Positions ends() {
    return new Positions(consumer.endOffsets(consumer.assignment()));
  }

  /** The records that arrive within a short time, possibly none. */
  public ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(POLL);
  }

  /** Passes on all records that are committed now. */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> records) {
    readToEnd(records, () -> false);
  }

  /**
   * Passes on all records that are committed now, or fewer.
   *
   * @param enough checked before each poll; ends reading early
   */
  public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> records, BooleanSupplier enough) {
    Positions ends = ends();
    while (!enough.getAsBoolean() && !positions().upTo(ends).equals(ends)) {
      poll().forEach(records);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
