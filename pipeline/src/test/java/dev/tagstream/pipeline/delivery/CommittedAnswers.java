package dev.tagstream.pipeline.delivery;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.RecordDecoder;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads results and rejects from the start of their topics, only those that are committed. */
final class CommittedAnswers implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  /** A zero byte and the id of a schema, as registries have it. */
  private static final int FRAME_BYTES = 5;

  private final SingleObjectDecoder<ImageTags> tags = SingleObjectDecoder.of(ImageTags.class);
  private final SingleObjectDecoder<RejectedImage> rejects =
      SingleObjectDecoder.of(RejectedImage.class);
  private final RecordDecoder<ImageTags> framedTags =
      RecordDecoder.of(ImageTags.class, ImageTags.getClassSchema());
  private final RecordDecoder<RejectedImage> framedRejects =
      RecordDecoder.of(RejectedImage.class, RejectedImage.getClassSchema());
  private final String rejectsTopic;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * A result or a reject.
   *
   * @param place of the event: partition, an at sign, offset
   * @param text the id, a colon, and the best tag or the reason of the reject; in brackets what the
   *     image lacks
   * @param epoch of the job's models; -1 if it never switches
   * @param role of the model that answered; null if no model did, or the job never switches
   * @param millis from the event's timestamp until the image was tagged; -1 for a reject
   */
  record Answer(String place, String text, long epoch, @Nullable String role, long millis) {}

  CommittedAnswers(KafkaConnection connection, String tagsTopic, String rejectsTopic) {
    this.rejectsTopic = rejectsTopic;
    this.consumer =
        new KafkaConsumer<>(
            connection.with(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(tagsTopic, rejectsTopic)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Hands over what arrives within a moment, which may be nothing. */
  void readSome(Consumer<Answer> answers) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      answers.accept(read(record));
    }
  }

  /** Hands over everything that is committed by now. */
  void readToEnd(Consumer<Answer> answers) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      readSome(answers);
    }
  }

  private Answer read(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(rejectsTopic)) {
        RejectedImage reject =
            isFramed(record)
                ? framedRejects.decode(record.value(), FRAME_BYTES, bodyBytes(record))
                : rejects.decode(record.value());
        return new Answer(
            place(reject.getSourcePartition(), reject.getSourceOffset()),
            reject.getId() + ": " + reject.getReason(),
            epoch(reject.getModelEpoch()),
            reject.getModelRole(),
            -1);
      }
      ImageTags result =
          isFramed(record)
              ? framedTags.decode(record.value(), FRAME_BYTES, bodyBytes(record))
              : tags.decode(record.value());
      return new Answer(
          place(result.getSourcePartition(), result.getSourceOffset()),
          result.getId() + ": " + result.getTags().get(0).getLabel() + missing(result),
          epoch(result.getModelEpoch()),
          result.getModelRole(),
          Duration.between(result.getSourceTimestamp(), result.getTaggedAt()).toMillis());
    } catch (MalformedMessageException | UnknownSchemaException e) {
      throw new AssertionError("the job wrote what its schemas do not read", e);
    }
  }

  private static boolean isFramed(ConsumerRecord<byte[], byte[]> record) {
    return record.value()[0] == 0;
  }

  private static int bodyBytes(ConsumerRecord<byte[], byte[]> record) {
    return record.value().length - FRAME_BYTES;
  }

  private static String missing(ImageTags result) {
    return result.getTruncated() == null ? "" : " (" + result.getTruncated() + ")";
  }

  private static long epoch(@Nullable Long written) {
    return written == null ? -1 : written;
  }

  private static String place(int partition, long offset) {
    return partition + "@" + offset;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
