package dev.tagstream.bench.job;

import dev.tagstream.console.UserErrorException;
import java.time.Duration;

/**
 * Waits for a round's results with almost no processor time. It polls after half of the expected
 * remaining time: seldom at first, and often towards the end.
 */
final class Patience {

  private static final long LEAST_NANOS = Duration.ofMillis(2).toNanos();
  private static final long MOST_NANOS = Duration.ofMillis(100).toNanos();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int wanted;
  private final Duration limit;
  private final long beginNanos = System.nanoTime();

  private int seen;
  private long lastNanos = beginNanos;

  /**
   * Starts to wait.
   *
   * @param wanted the number of results
   * @param limit the longest time without a new result
   */
  Patience(int wanted, Duration limit) {
    this.wanted = wanted;
    this.limit = limit;
  }

  /**
   * Sleeps until the next poll.
   *
   * @param count the number of results so far
   * @throws UserErrorException if no result has arrived for too long
   */
  void await(int count) throws InterruptedException {
    long now = System.nanoTime();
    if (count > seen) {
      seen = count;
      lastNanos = now;
    } else if (now - lastNanos > limit.toNanos()) {
      throw new UserErrorException(
          "the job wrote %d of %d results and then none for %s".formatted(count, wanted, limit));
    }
    Thread.sleep(pauseNanos(count, now - beginNanos) / NANOS_PER_MILLI);
  }

  private long pauseNanos(int count, long elapsedNanos) {
    if (count == 0) {
      return LEAST_NANOS;
    }
    double left = (double) elapsedNanos * (wanted - count) / count;
    return Math.max(LEAST_NANOS, Math.min(MOST_NANOS, (long) left / 2));
  }
}
