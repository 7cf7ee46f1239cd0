package dev.tagstream.cli.results;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the topics of tags and rejects from their beginnings, committed records only, without a
 * consumer group.
 */
public final class ReadOutcomes implements AutoCloseable {

  private static final byte[] NO_BYTES = {};

  /** The name of no topic. */
  private static final String NO_TOPIC = "";

  private final SingleObjectDecoder<ImageTags> tags = SingleObjectDecoder.of(ImageTags.class);
  private final SingleObjectDecoder<RejectedImage> rejects =
      SingleObjectDecoder.of(RejectedImage.class);
  private final String rejectsTopic;
  private final CommittedRecords records;

  private ReadOutcomes(String rejectsTopic, CommittedRecords records) {
    this.rejectsTopic = rejectsTopic;
    this.records = records;
  }

  /**
   * Connects.
   *
   * @throws UnusableKafkaException if no broker answers or it lacks one of the topics
   */
  public static ReadOutcomes from(KafkaConnection connection, String tagsTopic, String rejectsTopic)
      throws InterruptedException {
    return new ReadOutcomes(rejectsTopic, CommittedRecords.of(connection, tagsTopic, rejectsTopic));
  }

  /**
   * Connects to the topic of tags alone.
   *
   * @throws UnusableKafkaException if no broker answers or it lacks the topic
   */
  public static ReadOutcomes ofTags(KafkaConnection connection, String tagsTopic)
      throws InterruptedException {
    return new ReadOutcomes(NO_TOPIC, CommittedRecords.of(connection, tagsTopic));
  }

  /** Passes on the outcomes that arrive within a short time, possibly none. */
  public void readSome(Consumer<Outcome> outcomes) {
    records.poll().forEach(record -> outcomes.accept(read(record)));
  }

  /** Passes on all outcomes that are committed now. */
  public void readToEnd(Consumer<Outcome> outcomes) {
    readToEnd(outcomes, () -> false);
  }

  /**
   * Passes on all outcomes that are committed now, or fewer.
   *
   * @param enough checked between two polls; ends reading early
   */
  public void readToEnd(Consumer<Outcome> outcomes, BooleanSupplier enough) {
    records.readToEnd(record -> outcomes.accept(read(record)), enough);
  }

  /** Starts reading in each partition at the first record since a time. */
  public void startAt(Instant since) {
    records.startAt(since);
  }

  /** Leaves out all but about the last records of each partition. */
  public void startBeforeEnds(int count) {
    records.startBeforeEnds(count);
  }

  @Override
  public void close() {
    records.close();
  }

  private Outcome read(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? NO_BYTES : record.value();
    boolean isReject = record.topic().equals(rejectsTopic);
    try {
      return isReject
          ? new Outcome.Reject(withoutValue(rejects.decode(value)))
          : new Outcome.Result(tags.decode(value));
    } catch (MalformedMessageException | UnknownSchemaException e) {
      String problem =
          RegistryFrame.orElse(
              "it was not written by Tagstream: " + e.getMessage(),
              value,
              isReject ? TaggingOptions.KAFKA_FRAMING_REJECTS : TaggingOptions.KAFKA_FRAMING_TAGS);
      throw new UserErrorException(
          "%s-%d@%d cannot be read: %s"
              .formatted(record.topic(), record.partition(), record.offset(), problem));
    }
  }

  /** Drops the rejected bytes, which would only fill the memory. */
  private static RejectedImage withoutValue(RejectedImage reject) {
    reject.put(RejectedImage.SCHEMA$.getField("value").pos(), ByteBuffer.wrap(NO_BYTES));
    return reject;
  }
}
