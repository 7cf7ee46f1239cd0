package dev.tagstream.export.quantize;

import java.util.Arrays;

/**
 * How often an activation has which value: counts in bins of equal width around zero, and the exact
 * least and largest value. It grows with its values, so that they need not be kept.
 */
final class Histogram {

  /** Bins on each side of zero; many more than the steps of 8 bits. */
  static final int SIDE_BINS = 8192;

  /** Bins from the most negative to the largest value. */
  private final long[] counts = new long[2 * SIDE_BINS];

  /** What the bins reach to on each side; a power of two. */
  private float limit = Float.MIN_NORMAL;

  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private long zeros;

  /**
   * Counts values.
   *
   * @throws IllegalArgumentException if one is no finite number
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

  /** Makes the bins wider until they reach a magnitude. */
  private void reach(float magnitude) {
    if (limit == Float.MIN_NORMAL && magnitude > 0) {
      limit = Math.max(Float.MIN_NORMAL, Math.scalb(1.0f, Math.getExponent(magnitude)));
    }
    while (magnitude > limit) {
      mergePairs();
      limit *= 2;
    }
  }

  /** Each two bins become one, the inner half of twice the range. */
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

  /** The least value; 0 if there was none. */
  float min() {
    return isEmpty() ? 0 : min;
  }

  /** The largest value; 0 if there was none. */
  float max() {
    return isEmpty() ? 0 : max;
  }

  /** How many values were exactly zero; no bin counts them. */
  long zeros() {
    return zeros;
  }

  /** How many values there were. */
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
