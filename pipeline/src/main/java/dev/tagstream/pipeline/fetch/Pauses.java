package dev.tagstream.pipeline.fetch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The pauses between attempts: exponential backoff with jitter. */
final class Pauses {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** The longest pause that a server can demand. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(1);

  private static final int MOST_DOUBLINGS = 10;

  private Pauses() {}

  /**
   * The pause after a failed attempt.
   *
   * @param failures the number of failed attempts, at least 1
   */
  static Duration afterFailure(int failures) {
    return growing(failures - 1);
  }

  /**
   * The pause after a 429 or 503.
   *
   * @param before the number of earlier answers of this kind
   * @param askedFor the server's Retry-After; null if there is none
   */
  static Duration afterSlowDown(int before, @Nullable Duration askedFor) {
    Duration own = growing(before);
    if (askedFor == null || askedFor.compareTo(own) < 0) {
      return own;
    }
    return askedFor.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : askedFor;
  }

  /** A random pause from half of the doubled time to all of it. */
  private static Duration growing(int doublings) {
    long millis =
        Math.min(FIRST.toMillis() << Math.min(doublings, MOST_DOUBLINGS), LONGEST.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
  }
}
