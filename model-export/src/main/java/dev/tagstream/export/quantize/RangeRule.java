package dev.tagstream.export.quantize;

/** How the range of an activation is told from the values it had on the calibration pictures. */
public enum RangeRule {
  /** From the least to the largest value: nothing is clipped. */
  MINMAX {
    @Override
    ActivationRange range(Histogram values) {
      return new ActivationRange(values.min(), values.max());
    }
  },
  /** All values but the outermost one of 100 000 on each side. */
  PERCENTILE {
    @Override
    ActivationRange range(Histogram values) {
      long outside = Math.round(values.total() * OUTSIDE);
      float below = reach(values.below(), outside, values.binWidth());
      float above = reach(values.above(), outside, values.binWidth());
      float min = Math.max(values.min(), -below);
      float max = Math.min(values.max(), above);
      return new ActivationRange(min, max);
    }
  };

  private static final double OUTSIDE = 1e-5;

  /** The range of an activation that had these values. */
  abstract ActivationRange range(Histogram values);

  /** How far from zero to go so that at most so many values lie outside. */
  private static float reach(long[] fromZero, long outside, float binWidth) {
    int bins = fromZero.length;
    long left = outside;
    while (bins > 0 && fromZero[bins - 1] <= left) {
      left -= fromZero[bins - 1];
      bins--;
    }
    return bins * binWidth;
  }
}
