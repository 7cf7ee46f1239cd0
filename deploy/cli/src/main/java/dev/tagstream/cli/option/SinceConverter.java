package dev.tagstream.cli.option;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --since}: a time such as 2026-01-31T08:00:00Z, or an age such as 2h. */
public final class SinceConverter implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String value) {
    return time(value, Instant.now());
  }

  /** Parses a time, or an age before {@code now}. */
  static Instant time(String value, Instant now) {
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException noTime) {
      try {
        Duration age = TimeUtils.parseDuration(value);
        return now.minus(age);
      } catch (IllegalArgumentException | ArithmeticException noAge) {
        throw new TypeConversionException(
            "must be a time such as 2026-01-31T08:00:00Z or an age such as 2h but was '%s'"
                .formatted(value));
      }
    }
  }
}
