package dev.tagstream.cli.rejects;

import dev.tagstream.cli.option.SinceConverter;
import dev.tagstream.schemas.RejectReason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select rejects. */
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
  private Set<RejectReason> reasons = Set.of();

  @Option(
      names = "--since",
      paramLabel = "TIME|AGE",
      converter = SinceConverter.class,
      description =
          "Only rejects written since a time such as 2026-01-31T08:00:00Z, or within an age"
              + " such as 2h or 30min. Default: all.")
  private @Nullable Instant since;

  String topic() {
    return topic;
  }

  RejectSelection selection() {
    return new RejectSelection(
        reasons.isEmpty() ? EnumSet.allOf(RejectReason.class) : reasons, since);
  }
}
