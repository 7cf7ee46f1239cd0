package dev.tagstream.cli.tag;

import dev.tagstream.cli.files.NamedFiles;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the answers of a run. */
final class Tally {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1e3;

  private static final Set<RejectReason> UNREADABLE =
      EnumSet.of(
          RejectReason.URI_NOT_FOUND, RejectReason.URI_NOT_ALLOWED, RejectReason.URI_UNREACHABLE);

  private final long startNanos = System.nanoTime();
  private @Nullable Duration first;
  private final NamedFiles unreadable = new NamedFiles();
  private long tagged;
  private long rejected;

  void add(ImageOutcome answer) {
    if (first == null) {
      first = sinceTheProcessStarted();
    }
    if (answer instanceof RejectedImage reject) {
      rejected++;
      if (UNREADABLE.contains(reject.reason())) {
        unreadable.add(reject.id() + " " + reject.detail());
      }
    } else {
      tagged++;
    }
  }

  /** What a user waits for includes the start of Java and of the model. */
  private static Duration sinceTheProcessStarted() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()))
        .orElse(Duration.ZERO);
  }

  /** The number of answers of this run. */
  long answered() {
    return tagged + rejected;
  }

  /**
   * Whether every image could be read, and at least one was tagged, unless there was none to tag.
   */
  boolean isGood() {
    return unreadable.count() == 0 && (tagged > 0 || rejected == 0);
  }

  /**
   * Prints the unreadable images and the figures.
   *
   * @param before the number of answers of earlier runs
   */
  void tell(Console console, long before) {
    unreadable.tell(console);
    double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    String earlier = before == 0 ? "" : "; %d had answers before".formatted(before);
    console.say(
        String.format(
            Locale.ROOT,
            "tagged %d, rejected %d%s; %.1f images/s%s",
            tagged,
            rejected,
            earlier,
            answered() / seconds,
            first == null ? "" : firstText(first)));
  }

  private static String firstText(Duration time) {
    return String.format(
        Locale.ROOT, ", the first %.1f s after the start", time.toMillis() / MILLIS_PER_SECOND);
  }
}
