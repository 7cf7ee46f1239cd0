package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.SourceRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image event, whatever the format of its record; nothing is checked yet, see {@link
 * EventRules}.
 *
 * @param id the sender's name for the image
 * @param image the encoded image, a range of the record's value where the format allows; null if
 *     the event names a URI
 * @param uri of the image; null if the event contains it
 * @param eventTimeMillis when the image was taken, in milliseconds since 1970-01-01 UTC; null if
 *     unknown
 * @param attributes the sender's key-value pairs
 */
public record Event(
    String id,
    @Nullable ByteRange image,
    @Nullable String uri,
    @Nullable Long eventTimeMillis,
    Map<String, String> attributes) {

  /** The id of an event that does not name it: the record's key, or else its place. */
  static String idOf(SourceRecord record) {
    String key = record.key();
    return key == null || key.isEmpty() ? record.position() : key;
  }
}
