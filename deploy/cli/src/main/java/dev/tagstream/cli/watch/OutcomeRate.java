package dev.tagstream.cli.watch;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Outcomes per second in the last minute, by the times at which the job finished them: they become
 * visible many at once, when a checkpoint completes.
 */
final class OutcomeRate {

  private static final int WINDOW_SECONDS = 60;

  /** Longer than the usual time between checkpoints: a stream without outcomes since has ended. */
  private static final int MAX_AGE_SECONDS = 180;

  private static final int MILLIS_PER_SECOND = 1000;

  /** Of the seconds up to {@link #newest}, each at its remainder. */
  private final long[] counts = new long[WINDOW_SECONDS];

  private long first = Long.MAX_VALUE;
  private long newest = Long.MIN_VALUE;

  /** Counts an outcome by its time, in milliseconds since 1970. */
  void add(long atMillis) {
    long second = Math.floorDiv(atMillis, MILLIS_PER_SECOND);
    if (newest != Long.MIN_VALUE && second <= newest - WINDOW_SECONDS) {
      return;
    }
    if (second > newest) {
      forgetUntil(second);
    }
    first = Math.min(first, second);
    counts[index(second)]++;
  }

  private void forgetUntil(long second) {
    if (newest == Long.MIN_VALUE || second - newest >= WINDOW_SECONDS) {
      Arrays.fill(counts, 0);
    } else {
      for (long each = newest + 1; each <= second; each++) {
        counts[index(each)] = 0;
      }
    }
    newest = second;
  }

  /** The rate at a time, in milliseconds since 1970; empty before the first outcome. */
  OptionalDouble at(long nowMillis) {
    if (newest == Long.MIN_VALUE) {
      return OptionalDouble.empty();
    }
    if (Math.floorDiv(nowMillis, MILLIS_PER_SECOND) - newest > MAX_AGE_SECONDS) {
      return OptionalDouble.of(0);
    }
    long seconds = Math.min(WINDOW_SECONDS, newest - first + 1);
    return OptionalDouble.of((double) Arrays.stream(counts).sum() / seconds);
  }

  private static int index(long second) {
    return (int) Math.floorMod(second, (long) WINDOW_SECONDS);
  }
}
