package dev.tagstream.export.quantize;

/** Finds the range of an activation whose 256 steps change its values least. */
final class RangeSearch {

  /** The number of limits to try on each side of zero. */
  private static final int LIMITS = 128;

  /** The steps between the smallest and the largest uint8. */
  private static final double STEPS = 255;

  /** The mean squared error of rounding, in steps. */
  private static final double ROUNDING = 1.0 / 12;

  private RangeSearch() {}

  /** The range of least squared error of rounding and clipping. */
  static ActivationRange leastError(Histogram values) {
    float largest = Math.max(0, values.max());
    float smallest = Math.min(0, values.min());
    double[] above = new double[LIMITS + 1];
    double[] below = new double[LIMITS + 1];
    for (int i = 1; i <= LIMITS; i++) {
      above[i] = clipped(values.above(), values.binWidth(), largest * i / LIMITS);
      below[i] = clipped(values.below(), values.binWidth(), -smallest * i / LIMITS);
    }
    long nonzero = values.total() - values.zeros();
    double least = Double.POSITIVE_INFINITY;
    ActivationRange best = new ActivationRange(smallest, largest);
    for (int up = 1; up <= LIMITS; up++) {
      for (int down = 1; down <= LIMITS; down++) {
        float max = largest * up / LIMITS;
        float min = smallest * down / LIMITS;
        double error = above[up] + below[down] + rounded(nonzero, max - min);
        if (error < least) {
          least = error;
          best = new ActivationRange(min, max);
        }
      }
    }
    return best;
  }

  /** The squared error of a range: the sum over rounding and clipping. */
  static double error(Histogram values, ActivationRange range) {
    return clipped(values.above(), values.binWidth(), range.max())
        + clipped(values.below(), values.binWidth(), -range.min())
        + rounded(values.total() - values.zeros(), range.max() - range.min());
  }

  /** The squared error of rounding. Zero is a step, so zeros have no error. */
  private static double rounded(long nonzero, double width) {
    double step = width / STEPS;
    return nonzero * step * step * ROUNDING;
  }

  /**
   * The squared error of clipping on one side of zero.
   *
   * @param counts from zero outwards
   */
  private static double clipped(long[] counts, double binWidth, double limit) {
    double error = 0;
    for (int bin = counts.length - 1; bin >= 0 && (bin + 0.5) * binWidth > limit; bin--) {
      double beyond = (bin + 0.5) * binWidth - limit;
      error += counts[bin] * beyond * beyond;
    }
    return error;
  }
}
