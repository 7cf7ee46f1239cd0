package dev.tagstream.cli.publish;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.tagstream.cli.state.DigestFile;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The files that a topic contains, for a {@code publish} that resumes an earlier one.
 *
 * <p>One file has the acknowledged ids, another the offset after the last of them in each
 * partition. A publish that was killed may have sent more: on resume, the topic is read from these
 * offsets on, so nothing is published twice.
 */
final class PublishJournal implements PublishLog, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  private final DigestFile ids;
  private final FileChannel offsets;

  private PublishJournal(DigestFile ids, FileChannel offsets) {
    this.ids = ids;
    this.offsets = offsets;
  }

  /** Starts without earlier files. */
  static PublishJournal begin(Path folder, KafkaConnection connection, String topic)
      throws IOException {
    Files.deleteIfExists(idsFile(folder));
    Files.deleteIfExists(offsetsFile(folder));
    PublishJournal journal = open(folder);
    try (Consumer<byte[], byte[]> consumer = consumer(connection)) {
      for (var end : consumer.endOffsets(partitions(consumer, topic)).entrySet()) {
        journal.setOffset(end.getKey().partition(), end.getValue());
      }
    }
    return journal;
  }

  /** Resumes from earlier files. */
  static PublishJournal resume(Path folder, KafkaConnection connection, String topic)
      throws IOException {
    PublishJournal journal = open(folder);
    try (Consumer<byte[], byte[]> consumer = consumer(connection)) {
      journal.readFurther(consumer, partitions(consumer, topic));
    }
    return journal;
  }

  /** The number of files that the topic contains. */
  synchronized long count() {
    return ids.count();
  }

  synchronized boolean contains(String id) throws IOException {
    return ids.contains(id);
  }

  @Override
  public synchronized void published(String id, int partition, long offset) throws IOException {
    ids.add(id);
    setOffset(partition, offset + 1);
  }

  @Override
  public synchronized void close() throws IOException {
    ids.close();
    offsets.close();
  }

  private static PublishJournal open(Path folder) throws IOException {
    DigestFile ids = DigestFile.open(idsFile(folder));
    return new PublishJournal(ids, FileChannel.open(offsetsFile(folder), CREATE, READ, WRITE));
  }

  private void readFurther(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions)
      throws IOException {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long from = Math.max(offset(partition.partition()), begins.getOrDefault(partition, 0L));
      consumer.assign(List.of(partition));
      consumer.seek(partition, from);
      while (consumer.position(partition) < ends.getOrDefault(partition, 0L)) {
        for (ConsumerRecord<byte[], byte[]> published : consumer.poll(POLL)) {
          add(published);
        }
      }
    }
  }

  private void add(ConsumerRecord<byte @Nullable [], byte[]> published) throws IOException {
    byte[] key = published.key();
    if (key != null) {
      published(new String(key, StandardCharsets.UTF_8), published.partition(), published.offset());
    }
  }

  /** The offset after the last known event of a partition; 0 for a new partition. */
  private long offset(int partition) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    return offsets.read(number, (long) partition * Long.BYTES) < Long.BYTES ? 0 : number.getLong(0);
  }

  private void setOffset(int partition, long offset) throws IOException {
    offsets.write(
        ByteBuffer.allocate(Long.BYTES).putLong(0, offset), (long) partition * Long.BYTES);
  }

  private static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private static Consumer<byte[], byte[]> consumer(KafkaConnection connection) {
    return new KafkaConsumer<>(
        connection.with(Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static Path idsFile(Path folder) {
    return folder.resolve("published-ids");
  }

  private static Path offsetsFile(Path folder) {
    return folder.resolve("published-offsets");
  }
}
