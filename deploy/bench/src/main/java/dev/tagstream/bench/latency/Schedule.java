package dev.tagstream.bench.latency;

import java.util.Random;

/**
 * When events are due, whatever becomes of those before them: at random, as independent senders
 * would, with exponential gaps. The same seed gives the same schedule.
 *
 * @param nanos after the begin, rising
 */
public record Schedule(long[] nanos) {

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Events at a rate.
   *
   * @param perSecond on average
   * @param events how many
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

  /** How many events there are. */
  public int events() {
    return nanos.length;
  }
}
