package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.record.RejectReason;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** Times in events, in milliseconds since 1970-01-01 UTC. */
final class EventTimes {

  private static final int MAX_SHOWN_CHARS = 40;

  private EventTimes() {}

  /** The time of a text such as {@code 2026-11-27T15:00:00Z}. */
  static long ofText(String name, String text) throws UnreadableEventException {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException malformed) {
      throw new UnreadableEventException(
          RejectReason.INVALID_EVENT,
          "%s must be a time such as 2026-11-27T15:00:00Z but was '%s'"
              .formatted(name, text.substring(0, Math.min(text.length(), MAX_SHOWN_CHARS))));
    }
  }
}
