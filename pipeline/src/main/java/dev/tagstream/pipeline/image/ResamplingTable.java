package dev.tagstream.pipeline.image;

/**
 * Which source pixels make each wanted pixel of a scaled axis, and with what weights: Pillow's
 * {@code precompute_coeffs}, weights in fixed point with {@value #PRECISION_BITS} fraction bits.
 *
 * @param window the part of the axis
 * @param starts for each wanted pixel its first source pixel
 * @param taps for each wanted pixel how many source pixels it is made of
 * @param weights {@code maxTaps} for each wanted pixel, of which {@code taps} are used
 * @param maxTaps the most taps of any wanted pixel
 */
record ResamplingTable(AxisWindow window, int[] starts, int[] taps, int[] weights, int maxTaps) {

  /** 32 bits less 8 for the pixel and 2 for the overshoot of negative weights, as in Pillow. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  /** Added before shifting the fraction bits out, to round. */
  static final int HALF = 1 << (PRECISION_BITS - 1);

  /**
   * @param stretch how much wider than at scale 1 the kernel is: the ratio when it shrinks with
   *     antialiasing, else 1
   */
  static ResamplingTable of(AxisWindow window, Kernel kernel, double stretch) {
    double scale = (double) window.sourceLength() / window.scaledLength();
    double support = kernel.support() * stretch;
    int count = window.count();
    int maxTaps = Math.min((int) Math.ceil(support) * 2 + 1, window.sourceLength());
    int[] starts = new int[count];
    int[] taps = new int[count];
    int[] weights = new int[Math.multiplyExact(count, maxTaps)];
    double[] exact = new double[maxTaps];
    for (int i = 0; i < count; i++) {
      double center = (window.first() + i + 0.5) * scale;
      starts[i] = Math.max((int) (center - support + 0.5), 0);
      taps[i] = Math.min((int) (center + support + 0.5), window.sourceLength()) - starts[i];
      double sum = 0;
      for (int tap = 0; tap < taps[i]; tap++) {
        exact[tap] = kernel.weight((tap + starts[i] - center + 0.5) * (1.0 / stretch));
        sum += exact[tap];
      }
      for (int tap = 0; tap < taps[i]; tap++) {
        weights[i * maxTaps + tap] = toFixedPoint(sum == 0.0 ? exact[tap] : exact[tap] / sum);
      }
    }
    return new ResamplingTable(window, starts, taps, weights, maxTaps);
  }

  /** The first source pixel that any wanted pixel is made of. */
  int firstSource() {
    return starts[0];
  }

  /** How many source pixels, from the first on, the wanted pixels are made of. */
  int sourceCount() {
    int last = starts.length - 1;
    return starts[last] + taps[last] - starts[0];
  }

  private static int toFixedPoint(double weight) {
    double scaled = weight * (1 << PRECISION_BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }
}
