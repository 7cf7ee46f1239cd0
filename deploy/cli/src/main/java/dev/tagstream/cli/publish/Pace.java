package dev.tagstream.cli.publish;

import java.util.concurrent.TimeUnit;

/** Limits the average rate of an action. */
final class Pace {

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final double perSecond;
  private long begun;
  private long startNanos;

  /**
   * A pace.
   *
   * @param perSecond the highest rate; infinite for no limit
   */
  Pace(double perSecond) {
    this.perSecond = perSecond;
  }

  /** Waits until the next action may start. */
  void await() throws InterruptedException {
    if (begun == 0) {
      startNanos = System.nanoTime();
    }
    long due = startNanos + (long) (begun * NANOS_PER_SECOND / perSecond);
    begun++;
    long wait = due - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
