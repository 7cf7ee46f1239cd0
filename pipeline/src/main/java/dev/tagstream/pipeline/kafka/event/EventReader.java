package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.SourceRecord;
import java.util.Map;

/** Reads events of one format from records. Not safe for use by several threads. */
@FunctionalInterface
public interface EventReader extends AutoCloseable {

  /**
   * Reads an event.
   *
   * @param record the place and the key
   * @param value of the record, not empty
   * @throws UnreadableEventException if the value is not an event
   */
  Event read(SourceRecord record, ByteRange value)
      throws UnreadableEventException, InterruptedException;

  /** The schemas of a registry that were seen, as JSON, by their ids. */
  default Map<Long, String> schemas() {
    return Map.of();
  }

  @Override
  default void close() {}
}
