package dev.tagstream.export.quantize;

/**
 * The range that keeps the distribution of an activation's magnitudes best: of all thresholds the
 * one with the least relative entropy (Kullback-Leibler divergence) between the values clipped
 * there and the same values in the steps of 8 bits. After "8-bit Inference with TensorRT" (Migacz,
 * GTC 2017).
 *
 * <p>Values of exactly zero are left out: every threshold keeps them exact.
 */
final class EntropyRange {

  /** The steps of 8 bits for values on one side of zero, and for values on both. */
  private static final int ONE_SIDED_STEPS = 256;

  private static final int TWO_SIDED_STEPS = 128;

  /** Stands for a step that holds values of the clipped distribution but none of its own. */
  private static final double NOTHING = 1e-9;

  private EntropyRange() {}

  static ActivationRange of(Histogram values) {
    long[] magnitudes = values.above();
    long[] below = values.below();
    for (int bin = 0; bin < magnitudes.length; bin++) {
      magnitudes[bin] += below[bin];
    }
    boolean oneSided = values.min() >= 0 || values.max() <= 0;
    int steps = oneSided ? ONE_SIDED_STEPS : TWO_SIDED_STEPS;
    float threshold = bestBins(magnitudes, steps) * values.binWidth();
    float min = Math.max(values.min(), -threshold);
    float max = Math.min(values.max(), threshold);
    return new ActivationRange(min, max);
  }

  private static int bestBins(long[] magnitudes, int steps) {
    int used = magnitudes.length;
    while (used > steps && magnitudes[used - 1] == 0) {
      used--;
    }
    int best = used;
    double least = Double.POSITIVE_INFINITY;
    int stride = steps / 2;
    for (int bins = used; bins >= steps; bins -= stride) {
      double divergence = divergence(magnitudes, bins, steps);
      if (divergence < least) {
        least = divergence;
        best = bins;
      }
    }
    return best;
  }

  private static double divergence(long[] magnitudes, int bins, int steps) {
    double[] clipped = new double[bins];
    double total = 0;
    for (int bin = 0; bin < magnitudes.length; bin++) {
      clipped[Math.min(bin, bins - 1)] += magnitudes[bin];
      total += magnitudes[bin];
    }
    double inside = 0;
    for (int bin = 0; bin < bins; bin++) {
      inside += magnitudes[bin];
    }
    if (inside == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double[] stepped = stepped(magnitudes, bins, steps);
    double divergence = 0;
    for (int bin = 0; bin < bins; bin++) {
      if (clipped[bin] > 0) {
        double p = clipped[bin] / total;
        double q = stepped[bin] > 0 ? stepped[bin] / inside : NOTHING;
        divergence += p * Math.log(p / q);
      }
    }
    return divergence;
  }

  /** What each bin holds once all bins of one step share alike; empty bins stay empty. */
  private static double[] stepped(long[] magnitudes, int bins, int steps) {
    double[] stepped = new double[bins];
    for (int step = 0; step < steps; step++) {
      int from = (int) ((long) step * bins / steps);
      int to = (int) ((long) (step + 1) * bins / steps);
      long sum = 0;
      int filled = 0;
      for (int bin = from; bin < to; bin++) {
        sum += magnitudes[bin];
        filled += magnitudes[bin] > 0 ? 1 : 0;
      }
      for (int bin = from; bin < to; bin++) {
        stepped[bin] = magnitudes[bin] > 0 ? (double) sum / filled : 0;
      }
    }
    return stepped;
  }
}
