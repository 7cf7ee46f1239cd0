package dev.tagstream.export.quantize.rounding;

/**
 * Moves rounded weights of one output channel up and down, one step at a time, as long as the
 * convolution's output changes less by it. Weights whose inputs vary together then have errors that
 * cancel out, although single weights are no longer those next to their values.
 */
final class RoundingDescent {

  /** A smaller gain, relative to the error, is that of rounding in double. */
  private static final double LEAST_GAIN = 1e-9;

  /** Bounds the time; channels need a few moves for each weight. */
  private static final int MOVES_PER_WEIGHT = 32;

  private final int inputs;
  private final int window;
  private final double[][] covariance;
  private final double[] slope;

  /**
   * Prepares for the channels of one group.
   *
   * @param inputs the input channels of the group
   * @param window the weights for each of them
   * @param covariance of what the weights are multiplied with: [inputs * window, inputs * window]
   */
  RoundingDescent(int inputs, int window, double[][] covariance) {
    this.inputs = inputs;
    this.window = window;
    this.covariance = covariance;
    this.slope = new double[inputs * window];
  }

  /**
   * Moves steps.
   *
   * @param steps changed from {@code from}: [inputs, window]
   * @param weights what they stand for, at the same places
   * @param scale the value of a step
   */
  void improve(byte[] steps, float[] weights, int from, float scale) {
    double error = start(steps, weights, from, scale);
    for (int moves = MOVES_PER_WEIGHT * slope.length; moves > 0; moves--) {
      double best = -LEAST_GAIN * error;
      int weight = -1;
      int direction = 0;
      for (int i = 0; i < slope.length; i++) {
        int downhill = slope[i] > 0 ? -1 : 1;
        double change = covariance[i][i] - 2 * Math.abs(slope[i]);
        if (change < best && mayMove(steps, from, i, downhill)) {
          best = change;
          weight = i;
          direction = downhill;
        }
      }
      if (weight < 0) {
        return;
      }
      steps[from + weight] += (byte) direction;
      error += best;
      for (int i = 0; i < slope.length; i++) {
        slope[i] += direction * covariance[weight][i];
      }
    }
  }

  /** Fills half the slope of the error by each weight; returns the error, in squares of steps. */
  private double start(byte[] steps, float[] weights, int from, float scale) {
    double[] errors = new double[slope.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = steps[from + i] - (double) weights[from + i] / scale;
    }
    double error = 0;
    for (int i = 0; i < errors.length; i++) {
      double sum = 0;
      for (int k = 0; k < errors.length; k++) {
        sum += covariance[i][k] * errors[k];
      }
      slope[i] = sum;
      error += errors[i] * sum;
    }
    return error;
  }

  private boolean mayMove(byte[] steps, int from, int weight, int direction) {
    int moved = steps[from + weight] + direction;
    int position = weight % window * inputs + weight / window;
    int neighbor = position ^ 1;
    int beside =
        neighbor < slope.length ? steps[from + neighbor % inputs * window + neighbor / inputs] : 0;
    return ChannelRounding.fits(moved, beside);
  }
}
