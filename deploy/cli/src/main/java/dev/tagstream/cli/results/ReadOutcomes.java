package dev.tagstream.cli.results;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.pipeline.kafka.event.AnswerReader;
import dev.tagstream.pipeline.kafka.registry.MissingSchemaException;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads the topics of tags and rejects from their beginnings, committed records only, without a
 * consumer group.
 */
public final class ReadOutcomes implements AutoCloseable {

  private static final byte[] NO_BYTES = {};

  /** The name of no topic. */
  private static final String NO_TOPIC = "";

  private final AnswerReader<ImageTags> tags;
  private final AnswerReader<RejectedImage> rejects;
  private final String rejectsTopic;
  private final CommittedRecords records;
  private final FormatConfig formats;

  private ReadOutcomes(String rejectsTopic, CommittedRecords records, FormatConfig formats) {
    this.formats = formats;
    this.rejectsTopic = rejectsTopic;
    this.records = records;
    this.tags = AnswerReader.of(ImageTags.class, formats.framings().tags(), formats.registry());
    this.rejects =
        AnswerReader.of(RejectedImage.class, formats.framings().rejects(), formats.registry());
  }

  /**
   * Connects to topics in single-object encoding.
   *
   * @throws UnusableKafkaException if no broker answers or it lacks one of the topics
   */
  public static ReadOutcomes from(KafkaConnection connection, String tagsTopic, String rejectsTopic)
      throws InterruptedException {
    return from(connection, tagsTopic, rejectsTopic, FormatConfig.of(new Configuration()));
  }

  /**
   * Connects.
   *
   * @param formats of the job that writes the topics
   * @throws UnusableKafkaException if no broker answers or it lacks one of the topics
   */
  public static ReadOutcomes from(
      KafkaConnection connection, String tagsTopic, String rejectsTopic, FormatConfig formats)
      throws InterruptedException {
    return new ReadOutcomes(
        rejectsTopic, CommittedRecords.of(connection, tagsTopic, rejectsTopic), formats);
  }

  /**
   * Connects to the topic of tags alone.
   *
   * @param formats of the job that writes the topic
   * @throws UnusableKafkaException if no broker answers or it lacks the topic
   */
  public static ReadOutcomes ofTags(
      KafkaConnection connection, String tagsTopic, FormatConfig formats)
      throws InterruptedException {
    return new ReadOutcomes(NO_TOPIC, CommittedRecords.of(connection, tagsTopic), formats);
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
    tags.close();
    rejects.close();
  }

  private Outcome read(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? NO_BYTES : record.value();
    boolean isReject = record.topic().equals(rejectsTopic);
    try {
      return isReject
          ? new Outcome.Reject(withoutValue(rejects.read(value)))
          : new Outcome.Result(tags.read(value));
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (MalformedMessageException | UnknownSchemaException | MissingSchemaException e) {
      String problem =
          RegistryFrame.orElse(
              "it was not written by Tagstream: " + e.getMessage(), value, formats);
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
