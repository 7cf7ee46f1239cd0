package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read from a topic: its place and its bytes. Travels with the image to its
 * result or reject.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 * @param timestampMillis the record's timestamp in milliseconds since 1970-01-01 UTC; -1 where
 *     there is none
 * @param value the record's value, a range of what was fetched with it; null for a tombstone
 * @param origin where it lay at first if it was rejected and put back, else null
 */
public record SourceRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    @Nullable ByteRange value,
    @Nullable Origin origin)
    implements ImageSource {

  /** A record as it was sent. */
  public SourceRecord(
      String topic, int partition, long offset, long timestampMillis, @Nullable ByteRange value) {
    this(topic, partition, offset, timestampMillis, value, null);
  }

  /** The place as people write it, such as {@code image-events-3@1042}. */
  @Override
  public String position() {
    return topic + "-" + partition + "@" + offset;
  }
}
