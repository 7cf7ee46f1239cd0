package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * A record from a topic: its place and its bytes. It travels with the image to its result or
 * reject.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 * @param timestampMillis the record's timestamp in milliseconds since 1970-01-01 UTC; -1 if there
 *     is none
 * @param value the record's value, a range of the fetch buffer; null for a tombstone
 * @param origin the original place if the record was replayed, otherwise null
 * @param key the record's key as text; null if it has none, or the job has no use for it
 * @param epoch the epoch of the job's models that the record belongs to; null if the job never
 *     switches models
 */
public record SourceRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    @Nullable ByteRange value,
    @Nullable Origin origin,
    @Nullable String key,
    @Nullable ModelEpoch epoch)
    implements ImageSource {

  /** A record as it was sent. */
  public SourceRecord(
      String topic, int partition, long offset, long timestampMillis, @Nullable ByteRange value) {
    this(topic, partition, offset, timestampMillis, value, null);
  }

  /** A record that belongs to no epoch. */
  public SourceRecord(
      String topic,
      int partition,
      long offset,
      long timestampMillis,
      @Nullable ByteRange value,
      @Nullable Origin origin,
      @Nullable String key) {
    this(topic, partition, offset, timestampMillis, value, origin, key, null);
  }

  /** A record without its key. */
  public SourceRecord(
      String topic,
      int partition,
      long offset,
      long timestampMillis,
      @Nullable ByteRange value,
      @Nullable Origin origin) {
    this(topic, partition, offset, timestampMillis, value, origin, null);
  }

  /** This record in an epoch. */
  public SourceRecord in(ModelEpoch entered) {
    return new SourceRecord(topic, partition, offset, timestampMillis, value, origin, key, entered);
  }

  /** This record with its value in other memory. */
  public SourceRecord with(ByteRange copy) {
    return new SourceRecord(topic, partition, offset, timestampMillis, copy, origin, key, epoch);
  }

  /** The place in readable form, such as {@code image-events-3@1042}. */
  @Override
  public String position() {
    return topic + "-" + partition + "@" + offset;
  }
}
