package dev.tagstream.cli.option;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --since}: a time such as 2026-01-31T08:00:00Z, or an age such as 2h. */
public final class SinceConverter implements ITypeConverter<Instant> {

  /** Kafka knows no times before. */
  private static final Instant FIRST = Instant.EPOCH;

  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

  /** Flink would take it for milliseconds. */
  private static final Pattern WITHOUT_UNIT = Pattern.compile("\\s*\\d*\\s*");

  @Override
  public Instant convert(String value) {
    return time(value, Instant.now());
  }

  /** Parses a time, or an age before {@code now}. */
  static Instant time(String value, Instant now) {
    Instant time = parse(value, now);
    return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
  }

  private static Instant parse(String value, Instant now) {
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException noTime) {
      if (!WITHOUT_UNIT.matcher(value).matches()) {
        try {
          return now.minus(TimeUtils.parseDuration(value));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException noAge) {
          // neither
        }
      }
      throw new TypeConversionException(
          "must be a time such as 2026-01-31T08:00:00Z or an age such as 2h but was '%s'"
              .formatted(value));
    }
  }
}
