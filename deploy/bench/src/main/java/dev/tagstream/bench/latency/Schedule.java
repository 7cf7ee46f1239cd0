package dev.tagstream.bench.latency;

import java.util.Random;

/**
 * The times at which events are due, independent of the results of earlier ones: a Poisson process,
 * as from independent senders. The same seed gives the same schedule.
 *
 * @param nanos after the start, in rising order
 */
public record Schedule(long[] nanos) {

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * A schedule with an average rate.
   *
   * @param perSecond the average rate
   * @param events the number of events
   */
  public static Schedule poisson(double perSecond, int events, long seed) {
    Random random = new Random(seed);
    long[] nanos = new long[events];
    double at = 0;
    for (int i = 0; i < events; i++) {
      at += -Math.log(1 - random.nextDouble()) / perSecond;
      nanos[i] = Math.round(at * NANOS_PER_SECOND);
    }
    return new Schedule(nanos);
  }

  /** The number of events. */
  public int events() {
    return nanos.length;
  }
}
