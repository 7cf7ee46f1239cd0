package dev.tagstream.pipeline.trial;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a slot has time for work that can be left out. It is under load if it waited for input
 * less than {@value #LEAST_IDLE_SHARE} of the time since the last measurement, which is at least
 * {@link #PERIOD} old; before the first measurement it is, too. For use by one thread.
 */
public final class SlotLoad {

  /** The shortest time between two measurements. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  static final double LEAST_IDLE_SHARE = 0.1;

  private static final double NANOS_OF_MILLI = 1e6;

  private final LongSupplier idleMillis;
  private final LongSupplier nanoClock;

  private long beginNanos;
  private long beginIdleMillis;
  private boolean high = true;

  /**
   * Begins to measure.
   *
   * @param idleMillis the total time that the slot has waited for input
   * @param nanoClock such as {@link System#nanoTime}
   */
  public SlotLoad(LongSupplier idleMillis, LongSupplier nanoClock) {
    this.idleMillis = idleMillis;
    this.nanoClock = nanoClock;
    this.beginNanos = nanoClock.getAsLong();
    this.beginIdleMillis = idleMillis.getAsLong();
  }

  /** Whether the slot is under load. Called with each batch. */
  public boolean isHigh() {
    long now = nanoClock.getAsLong();
    long nanos = now - beginNanos;
    if (nanos >= PERIOD.toNanos()) {
      long idle = idleMillis.getAsLong();
      high = (idle - beginIdleMillis) * NANOS_OF_MILLI < LEAST_IDLE_SHARE * nanos;
      beginNanos = now;
      beginIdleMillis = idle;
    }
    return high;
  }
}
