package dev.tagstream.pipeline.image.resample;

/**
 * The source pixels and weights of each wanted pixel of a scaled axis: Pillow's {@code
 * precompute_coeffs}, with weights in fixed point with {@value #PRECISION_BITS} fraction bits.
 *
 * @param window the part of the axis
 * @param taps the number of source pixels for a wanted one, at least {@value #LEAST_TAPS}
 * @param starts the first source pixel of each wanted pixel
 * @param weights {@code taps} for each wanted pixel; 0 for unused ones, which may lie behind the
 *     end of the source
 */
public record ResamplingTable(AxisWindow window, int taps, int[] starts, int[] weights) {

  /** The number of taps that a pass handles without a loop. */
  static final int LEAST_TAPS = 3;

  /** 32 bits less 8 for the pixel and 2 for the overshoot of negative weights, as in Pillow. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /** The fraction bits of {@link #coarse} weights. */
  static final int COARSE_BITS = 8;

  /** Added before the fraction bits are shifted out, to round. */
  static final int HALF = 1 << (PRECISION_BITS - 1);

  /** The table of an axis without pixels. */
  static final ResamplingTable NONE =
      new ResamplingTable(new AxisWindow(0, 0, 0, 0), LEAST_TAPS, new int[0], new int[0]);

  /**
   * The table of a window.
   *
   * @param stretch the factor by which the kernel is wider than at scale 1: the ratio if it shrinks
   *     with antialiasing, otherwise 1
   */
  static ResamplingTable of(AxisWindow window, Kernel kernel, double stretch) {
    double support = kernel.support() * stretch;
    int[] starts = new int[window.count()];
    int[] ends = new int[window.count()];
    int taps = LEAST_TAPS;
    for (int i = 0; i < starts.length; i++) {
      double center = center(window, i);
      starts[i] = Math.max((int) (center - support + 0.5), 0);
      ends[i] = Math.min((int) (center + support + 0.5), window.sourceLength());
      taps = Math.max(taps, ends[i] - starts[i]);
    }
    int[] weights = new int[Math.multiplyExact(starts.length, taps)];
    double[] exact = new double[taps];
    for (int i = 0; i < starts.length; i++) {
      double center = center(window, i);
      double sum = 0;
      for (int tap = 0; tap < ends[i] - starts[i]; tap++) {
        exact[tap] = kernel.weight((tap + starts[i] - center + 0.5) * (1.0 / stretch));
        sum += exact[tap];
      }
      for (int tap = 0; tap < ends[i] - starts[i]; tap++) {
        weights[i * taps + tap] = toFixedPoint(sum == 0.0 ? exact[tap] : exact[tap] / sum);
      }
    }
    return new ResamplingTable(window, taps, starts, weights);
  }

  /**
   * The same with weights of {@value #COARSE_BITS} fraction bits that sum up to 1 for each wanted
   * pixel; none may be negative.
   */
  ResamplingTable coarse() {
    int shift = PRECISION_BITS - COARSE_BITS;
    int[] rounded = new int[weights.length];
    for (int first = 0; first < weights.length; first += taps) {
      int exact = 0;
      int before = 0;
      for (int i = first; i < first + taps; i++) {
        exact += weights[i];
        // sums are rounded, since single weights would not sum up to 1
        int sum = (exact + (1 << (shift - 1))) >> shift;
        rounded[i] = sum - before;
        before = sum;
      }
    }
    return new ResamplingTable(window, taps, starts, rounded);
  }

  /** The first source pixel of any wanted pixel. */
  public int firstSource() {
    return starts[0];
  }

  /** The end of the source pixels of all wanted pixels up to this one. */
  int sourceEnd(int wanted) {
    return Math.min(starts[wanted] + taps, window.sourceLength());
  }

  /** The number of source pixels that are used, from the first on. */
  public int sourceCount() {
    return sourceEnd(starts.length - 1) - starts[0];
  }

  /** The middle of a wanted pixel, in source pixels. */
  private static double center(AxisWindow window, int wanted) {
    return (window.first() + wanted + 0.5) * window.ratio();
  }

  private static int toFixedPoint(double weight) {
    double scaled = weight * (1 << PRECISION_BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }
}
