package dev.tagstream.pipeline.fetch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long an image waits before it is asked for again: longer each time, and not all together. */
final class Pauses {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** A server may ask for more patience, but not stop a job for days. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(1);

  private static final int MOST_DOUBLINGS = 10;

  private Pauses() {}

  /**
   * After an image did not come.
   *
   * @param failures of it, at least 1
   */
  static Duration afterFailure(int failures) {
    return growing(failures - 1);
  }

  /**
   * After an answer that asks for less.
   *
   * @param before how many such answers came before
   * @param askedFor by the server; null if it named no time
   */
  static Duration afterSlowDown(int before, @Nullable Duration askedFor) {
    Duration own = growing(before);
    if (askedFor == null || askedFor.compareTo(own) < 0) {
      return own;
    }
    return askedFor.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : askedFor;
  }

  /** From half to all of a time that doubles. */
  private static Duration growing(int doublings) {
    long millis =
        Math.min(FIRST.toMillis() << Math.min(doublings, MOST_DOUBLINGS), LONGEST.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
  }
}
