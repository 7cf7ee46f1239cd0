package dev.tagstream.cli.rejects;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.schemas.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Set;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rejects a command is about. */
final class RejectOptions {

  @Option(
      names = "--rejects-topic",
      paramLabel = "TOPIC",
      defaultValue = "image-rejects",
      description = "The topic of rejects. Default: ${DEFAULT-VALUE}")
  private String topic = "";

  @Option(
      names = "--reason",
      paramLabel = "REASON,...",
      split = ",",
      description =
          "Only rejects with one of these reasons. Default: all. ${COMPLETION-CANDIDATES}")
  private Set<RejectReason> reasons = EnumSet.noneOf(RejectReason.class);

  @Option(
      names = "--since",
      paramLabel = "TIME|AGE",
      description =
          "Only rejects written since a time such as 2026-01-31T08:00:00Z, or within an age"
              + " such as 2h or 30min. Default: all.")
  private @Nullable String since;

  String topic() {
    return topic;
  }

  RejectSelection selection() {
    return new RejectSelection(
        reasons.isEmpty() ? EnumSet.allOf(RejectReason.class) : reasons,
        since == null ? null : time(since, Instant.now()));
  }

  /** A time, or how long before {@code now}. */
  static Instant time(String since, Instant now) {
    try {
      return Instant.parse(since);
    } catch (DateTimeParseException noTime) {
      try {
        Duration age = TimeUtils.parseDuration(since);
        return now.minus(age);
      } catch (IllegalArgumentException | ArithmeticException noAge) {
        throw new UserErrorException(
            "--since must be a time such as 2026-01-31T08:00:00Z or an age such as 2h but was '%s'"
                .formatted(since));
      }
    }
  }
}
