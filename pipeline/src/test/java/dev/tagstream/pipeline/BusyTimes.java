package dev.tagstream.pipeline;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When something was busy. Safe for use by several threads. */
public final class BusyTimes {

  private record Interval(long beginNanos, long endNanos) {}

  private final Queue<Interval> intervals = new ConcurrentLinkedQueue<>();

  /** Busy from then, on the clock of {@link System#nanoTime}, until now. */
  public void addSince(long beginNanos) {
    intervals.add(new Interval(beginNanos, System.nanoTime()));
  }

  /** How long it was busy at a time, in milliseconds. */
  public double meanMillis() {
    return intervals.stream()
            .mapToLong(interval -> interval.endNanos() - interval.beginNanos())
            .average()
            .orElseThrow()
        / 1e6;
  }

  /**
   * How much of the time it was busy, 0 to 1, once it had begun and before it came to its end: from
   * 15 to 85 % of the whole.
   *
   * @param workers how many could have been busy at the same time
   */
  public double share(int workers) {
    long begin = intervals.stream().mapToLong(Interval::beginNanos).min().orElseThrow();
    long end = intervals.stream().mapToLong(Interval::endNanos).max().orElseThrow();
    long from = begin + (end - begin) * 15 / 100;
    long to = begin + (end - begin) * 85 / 100;
    long busy = intervals.stream().mapToLong(busyFrom -> clipped(busyFrom, from, to)).sum();
    return (double) busy / workers / (to - from);
  }

  private static long clipped(Interval interval, long from, long to) {
    return Math.max(0, Math.min(interval.endNanos(), to) - Math.max(interval.beginNanos(), from));
  }
}
