package dev.tagstream.export.quantize.rounding;

/**
 * Rounds the weights of one output channel to int8 with the least change of the convolution's
 * output.
 *
 * <p>x86 CPUs without VNNI instructions add the products of two neighboring weights in 16 bits,
 * where they saturate. ONNX Runtime orders weights by kernel position, then by input channel; each
 * pair in this order consists of neighbors. Two neighbors of the same sign therefore get at most
 * 128 steps together, so that their sum fits even with the largest activations, 255. So the model
 * gives the same results on every CPU, and only pairs of two large weights are coarser than 8 bits.
 */
final class ChannelRounding {

  /** int8 without -128, so that steps are symmetric. */
  private static final int MAX_STEP = 127;

  /** The limit for two neighbors of the same sign: 128 * 255 fits into 16 bits. */
  private static final int MAX_PAIR = 128;

  /** The scales to try, relative to the one that gives the largest weight 127 steps. */
  private static final double NARROWEST = 0.8;

  /** With steps this wide no pair is too large. */
  private static final double WIDEST = 2.0 * MAX_STEP / MAX_PAIR;

  private static final int SCALES = 24;

  private final int inputs;
  private final int window;
  private final double[] weights;
  private final double[] importance;
  private final byte[] steps;

  /**
   * Allocates the buffers.
   *
   * @param inputs the number of input channels of a group
   * @param window the number of weights for each input channel
   */
  ChannelRounding(int inputs, int window) {
    this.inputs = inputs;
    this.window = window;
    // if the number is odd, the last weight gets a neighbor of zero
    int size = inputs * window + 1;
    this.weights = new double[size];
    this.importance = new double[size];
    this.steps = new byte[size];
  }

  /**
   * Takes the next channel's weights.
   *
   * @param values [inputs, window] from {@code from}
   * @param variances of the input channels from {@code firstInput} on; they weight the errors,
   *     because the bias corrects the mean
   */
  void take(float[] values, int from, double[] variances, int firstInput) {
    for (int position = 0; position < window; position++) {
      for (int input = 0; input < inputs; input++) {
        int at = position * inputs + input;
        weights[at] = values[from + input * window + position];
        importance[at] = variances[firstInput + input];
      }
    }
  }

  /** Rounds with the scale of least error that is at least {@code leastScale}, and returns it. */
  float round(float leastScale) {
    double usual = magnitude() / MAX_STEP;
    float best = (float) Math.max(usual, leastScale);
    double least = roundTo(best, Double.POSITIVE_INFINITY);
    for (int i = 0; i <= SCALES; i++) {
      double factor = NARROWEST + (WIDEST - NARROWEST) * i / SCALES;
      float scale = (float) Math.max(usual * factor, leastScale);
      double error = roundTo(scale, least);
      if (error < least) {
        least = error;
        best = scale;
      }
    }
    roundTo(best, Double.POSITIVE_INFINITY);
    return best;
  }

  /** Writes the steps in the original order of the weights. */
  void give(byte[] target, int from) {
    for (int position = 0; position < window; position++) {
      for (int input = 0; input < inputs; input++) {
        target[from + input * window + position] = steps[position * inputs + input];
      }
    }
  }

  /** Whether two neighboring weights may have these steps. */
  static boolean fits(int step, int neighbor) {
    return Math.abs(step) <= MAX_STEP
        && (step * neighbor <= 0 || Math.abs(step + neighbor) <= MAX_PAIR);
  }

  private double magnitude() {
    double magnitude = 0;
    for (double weight : weights) {
      magnitude = Math.max(magnitude, Math.abs(weight));
    }
    return magnitude;
  }

  /**
   * Rounds to multiples of a scale and returns the error; stops as soon as it reaches {@code
   * enough}.
   */
  private double roundTo(float scale, double enough) {
    double error = 0;
    double limit = enough / scale / scale;
    for (int i = 0; i + 1 < weights.length && error < limit; i += 2) {
      double first = weights[i] / scale;
      double second = weights[i + 1] / scale;
      roundPair(i, first, second);
      double firstError = first - steps[i];
      double secondError = second - steps[i + 1];
      error += importance[i] * firstError * firstError;
      error += importance[i + 1] * secondError * secondError;
    }
    return error * scale * scale;
  }

  private void roundPair(int at, double first, double second) {
    steps[at] = clipped(first);
    steps[at + 1] = clipped(second);
    if (!fits(steps[at], steps[at + 1])) {
      int sign = Integer.signum(steps[at]);
      double excess = Math.abs(first) + Math.abs(second) - MAX_PAIR;
      // the weight that matters less is reduced more
      double both = importance[at] + importance[at + 1];
      double share = both > 0 ? importance[at + 1] / both : 0.5;
      long reduced = Math.round(Math.abs(first) - excess * share);
      int steady = (int) Math.max(1, Math.min(MAX_STEP, reduced));
      steps[at] = (byte) (sign * steady);
      steps[at + 1] = (byte) (sign * (MAX_PAIR - steady));
    }
  }

  private static byte clipped(double steps) {
    return (byte) Math.max(-MAX_STEP, Math.min(MAX_STEP, Math.rint(steps)));
  }
}
