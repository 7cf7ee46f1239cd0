package dev.tagstream.bench.job;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads results as soon as they are written, before the checkpoint that commits them. Infrequent
 * polls add little to the measured processor time.
 */
final class WrittenResults implements AutoCloseable {

  private static final int MANY_BYTES = 1 << 20;
  private static final int MAX_WAIT_MILLIS = 1;
  private static final int MAX_POLL_RECORDS = 10_000;
  private static final Duration POLL = Duration.ofMillis(5);

  private final KafkaConsumer<byte[], byte[]> consumer;

  WrittenResults(KafkaConnection connection, String... topics) {
    consumer =
        new KafkaConsumer<>(
            connection.with(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                    ConsumerConfig.FETCH_MIN_BYTES_CONFIG, MANY_BYTES,
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, MAX_WAIT_MILLIS,
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(topics)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Reads the results since the last call. */
  void readSome(Consumer<ConsumerRecord<byte[], byte[]>> results) {
    ConsumerRecords<byte[], byte[]> records;
    do {
      records = consumer.poll(POLL);
      records.forEach(results);
    } while (!records.isEmpty());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
