package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.SourcePlace;
import dev.tagstream.schemas.RejectedImage;
import org.jspecify.annotations.Nullable;

/**
 * A reject and its place on the topic of rejects.
 *
 * @param topic the topic of rejects
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 * @param key the record's key; null if the id is unknown
 * @param avro the reject with the rejected record's value
 */
public record StoredReject(
    String topic, int partition, long offset, byte @Nullable [] key, RejectedImage avro) {

  /** The reject's own place, such as {@code image-rejects-0@7}. */
  public String position() {
    return topic + "-" + partition + "@" + offset;
  }

  /** The place of the record or object that was rejected. */
  public String source() {
    return SourcePlace.of(avro);
  }

  /** Whether some of the rejected record's value is missing. */
  public boolean isCut() {
    return avro.getValue().remaining() < avro.getValueBytes();
  }

  /** The number of its record's next attempt, 2 for the first replay. */
  int nextAttempt() {
    // the sender may have written any number
    return Math.min(avro.getAttempt(), Integer.MAX_VALUE - 1) + 1;
  }
}
