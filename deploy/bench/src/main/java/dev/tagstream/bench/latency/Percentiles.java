package dev.tagstream.bench.latency;

import org.HdrHistogram.Histogram;

/**
 * Times, in milliseconds.
 *
 * @param p50 half of all took no longer
 * @param p95 of 100 took 95 no longer
 * @param p99 of 100 took 99 no longer
 * @param p999 of 1000 took 999 no longer
 * @param max the longest
 */
public record Percentiles(double p50, double p95, double p99, double p999, double max) {

  private static final double MICROS_PER_MILLI = 1000;

  /** Of a histogram of microseconds. */
  static Percentiles of(Histogram micros) {
    return new Percentiles(
        micros.getValueAtPercentile(50) / MICROS_PER_MILLI,
        micros.getValueAtPercentile(95) / MICROS_PER_MILLI,
        micros.getValueAtPercentile(99) / MICROS_PER_MILLI,
        micros.getValueAtPercentile(99.9) / MICROS_PER_MILLI,
        micros.getMaxValue() / MICROS_PER_MILLI);
  }
}
