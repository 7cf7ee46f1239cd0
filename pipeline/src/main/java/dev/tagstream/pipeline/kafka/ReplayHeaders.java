package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.record.Origin;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Headers of a replayed record, so that its next result or reject contains its original place.
 * Numbers are decimal digits; everything is UTF-8.
 */
public final class ReplayHeaders {

  /** The original place of the record. */
  public static final String FIRST_TOPIC = "tagstream.first.topic";

  public static final String FIRST_PARTITION = "tagstream.first.partition";
  public static final String FIRST_OFFSET = "tagstream.first.offset";

  /** 2 for a record that was replayed once. */
  public static final String ATTEMPT = "tagstream.attempt";

  /** The reason of its last reject, for people. */
  public static final String REASON = "tagstream.rejected.reason";

  /** Longer than a topic's name in Kafka or a number in Java can be. */
  private static final int MAX_BYTES = 255;

  private ReplayHeaders() {}

  /** Writes the headers, replacing those of an earlier attempt. */
  public static void set(Headers headers, Origin origin, String reason) {
    set(headers, FIRST_TOPIC, origin.topic());
    set(headers, FIRST_PARTITION, Integer.toString(origin.partition()));
    set(headers, FIRST_OFFSET, Long.toString(origin.offset()));
    set(headers, ATTEMPT, Integer.toString(origin.attempt()));
    set(headers, REASON, reason);
  }

  /** The original place of a record; null if it was never replayed or its headers are invalid. */
  static @Nullable Origin origin(Headers headers) {
    String topic = text(headers, FIRST_TOPIC);
    String partition = text(headers, FIRST_PARTITION);
    String offset = text(headers, FIRST_OFFSET);
    String attempt = text(headers, ATTEMPT);
    if (topic == null || partition == null || offset == null || attempt == null) {
      return null;
    }
    try {
      return new Origin(
          topic, Integer.parseInt(partition), Long.parseLong(offset), Integer.parseInt(attempt));
    } catch (IllegalArgumentException foreign) {
      // any sender may write headers; invalid ones are ignored
      return null;
    }
  }

  private static void set(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(UTF_8));
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null || header.value().length > MAX_BYTES) {
      return null;
    }
    return new String(header.value(), UTF_8);
  }
}
