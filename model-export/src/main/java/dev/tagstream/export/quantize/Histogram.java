package dev.tagstream.export.quantize;

import java.util.Arrays;

/**
 * A histogram of an activation's values: counts in bins of equal width around zero, and the exact
 * minimum and maximum. Its range grows with the values, so they need not be stored.
 */
final class Histogram {

  /** The number of bins on each side of zero, far more than the steps of 8 bits. */
  static final int SIDE_BINS = 8192;

  /** The bins from the most negative to the largest value. */
  private final long[] counts = new long[2 * SIDE_BINS];

  /** The end of the bins on each side; a power of two. */
  private float limit = Float.MIN_NORMAL;

  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private long zeros;

  /**
   * Counts values.
   *
   * @throws IllegalArgumentException if a value is not finite
   */
  void add(float... values) {
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    boolean finite = true;
    for (float value : values) {
      least = Math.min(least, value);
      largest = Math.max(largest, value);
      finite &= Float.isFinite(value);
    }
    if (!finite) {
      throw new IllegalArgumentException("a value is not a finite number");
    }
    min = Math.min(min, least);
    max = Math.max(max, largest);
    reach(Math.max(largest, -least));
    float binsPerUnit = SIDE_BINS / limit;
    for (float value : values) {
      count(value, binsPerUnit);
    }
  }

  private void count(float value, float binsPerUnit) {
    if (value == 0) {
      zeros++;
      return;
    }
    int bin = SIDE_BINS + (int) Math.floor(value * binsPerUnit);
    counts[Math.min(bin, counts.length - 1)]++;
  }

  /** Widens the bins until they include a magnitude. */
  private void reach(float magnitude) {
    if (limit == Float.MIN_NORMAL && magnitude > 0) {
      limit = Math.max(Float.MIN_NORMAL, Math.scalb(1.0f, Math.getExponent(magnitude)));
    }
    while (magnitude > limit) {
      mergePairs();
      limit *= 2;
    }
  }

  /** Merges pairs of bins into the inner half, for twice the range. */
  private void mergePairs() {
    long[] merged = new long[counts.length];
    for (int bin = 0; bin < counts.length; bin++) {
      merged[SIDE_BINS + Math.floorDiv(bin - SIDE_BINS, 2)] += counts[bin];
    }
    System.arraycopy(merged, 0, counts, 0, counts.length);
  }

  boolean isEmpty() {
    return min > max;
  }

  /** The smallest value; 0 if there is none. */
  float min() {
    return isEmpty() ? 0 : min;
  }

  /** The largest value; 0 if there is none. */
  float max() {
    return isEmpty() ? 0 : max;
  }

  /** The number of values that are exactly zero; no bin counts them. */
  long zeros() {
    return zeros;
  }

  /** The number of values. */
  long total() {
    return zeros + Arrays.stream(counts).sum();
  }

  /** The width of a bin. */
  float binWidth() {
    return limit / SIDE_BINS;
  }

  /** The counts of positive values, from zero outwards. */
  long[] above() {
    return Arrays.copyOfRange(counts, SIDE_BINS, counts.length);
  }

  /** The counts of negative values, from zero outwards. */
  long[] below() {
    long[] below = new long[SIDE_BINS];
    for (int bin = 0; bin < SIDE_BINS; bin++) {
      below[bin] = counts[SIDE_BINS - 1 - bin];
    }
    return below;
  }
}
