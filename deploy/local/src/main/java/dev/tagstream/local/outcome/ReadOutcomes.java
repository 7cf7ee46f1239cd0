package dev.tagstream.local.outcome;

import dev.tagstream.local.console.UserErrorException;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topics of tags and rejects from their beginnings, committed records only, without a
 * consumer group.
 */
public final class ReadOutcomes implements AutoCloseable {

  private static final byte[] NO_BYTES = {};
  private static final Duration POLL = Duration.ofMillis(200);

  private final SingleObjectDecoder<ImageTags> tags = SingleObjectDecoder.of(ImageTags.class);
  private final SingleObjectDecoder<RejectedImage> rejects =
      SingleObjectDecoder.of(RejectedImage.class);
  private final String rejectsTopic;
  private final KafkaConsumer<byte[], byte[]> consumer;

  private ReadOutcomes(String rejectsTopic, KafkaConsumer<byte[], byte[]> consumer) {
    this.rejectsTopic = rejectsTopic;
    this.consumer = consumer;
  }

  /**
   * Connects.
   *
   * @throws UnusableKafkaException if no broker answers or it lacks one of the topics
   */
  public static ReadOutcomes from(KafkaConnection connection, String tagsTopic, String rejectsTopic)
      throws InterruptedException {
    try (Topics topics = Topics.of(connection)) {
      topics.require(List.of(tagsTopic, rejectsTopic));
    }
    Map<String, Object> settings =
        connection.with(
            Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(tagsTopic, rejectsTopic)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new ReadOutcomes(rejectsTopic, consumer);
  }

  /** Hands over what comes in within a moment, which may be nothing. */
  public void readSome(Consumer<Outcome> outcomes) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      outcomes.accept(read(record));
    }
  }

  /** Hands over everything that is committed by now. */
  public void readToEnd(Consumer<Outcome> outcomes) {
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(consumer.assignment()));
    while (true) {
      ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      if (ends.isEmpty()) {
        return;
      }
      readSome(outcomes);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private Outcome read(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? NO_BYTES : record.value();
    try {
      return record.topic().equals(rejectsTopic)
          ? new Outcome.Reject(withoutValue(rejects.decode(value)))
          : new Outcome.Result(tags.decode(value));
    } catch (MalformedMessageException | UnknownSchemaException e) {
      throw new UserErrorException(
          "%s-%d@%d is not what tagstream writes: %s"
              .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()));
    }
  }

  /** The rejected bytes would only fill the memory. */
  private static RejectedImage withoutValue(RejectedImage reject) {
    reject.put(RejectedImage.SCHEMA$.getField("value").pos(), ByteBuffer.wrap(NO_BYTES));
    return reject;
  }
}
