package dev.tagstream.export.quantize;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the calibration images tell of one activation. */
final class Activations {

  /** At least so many values of a larger activation are counted. */
  private static final int SAMPLE = 1 << 16;

  private final Histogram values = new Histogram();
  private double[] sums = new double[0];
  private double[] squares = new double[0];
  private final Map<Kernel, PatchCovariance> patches = new HashMap<>();
  private long valuesPerChannel;

  /** Also watches how the values in a kernel's patches vary together, if it is small enough. */
  void watch(Kernel kernel) {
    if (PatchCovariance.suits(kernel)) {
      patches.put(kernel, PatchCovariance.of(kernel));
    }
  }

  /**
   * Takes the activation for one batch.
   *
   * @param shape [batch, channels, height, width]
   * @throws IllegalArgumentException if a value is not a finite number
   */
  void add(FloatBuffer batch, long[] shape) {
    float[] elements = new float[batch.remaining()];
    batch.duplicate().get(elements);
    int channels = (int) shape[1];
    int rows = Math.toIntExact(shape[0]) * channels;
    int plane = elements.length / rows;
    if (sums.length == 0) {
      sums = new double[channels];
      squares = new double[channels];
    }
    for (int row = 0; row < rows; row++) {
      add(row % channels, elements, row * plane, (row + 1) * plane);
    }
    valuesPerChannel += (long) rows / channels * plane;
    values.add(sample(elements));
    patches.values().forEach(seen -> seen.add(elements, (int) shape[2], (int) shape[3]));
  }

  private void add(int channel, float[] elements, int from, int to) {
    double sum = 0;
    double square = 0;
    for (int i = from; i < to; i++) {
      double value = elements[i];
      sum += value;
      square += value * value;
    }
    if (!Double.isFinite(square)) {
      throw new IllegalArgumentException("a value is not a finite number");
    }
    sums[channel] += sum;
    squares[channel] += square;
  }

  /** Some values from all over an activation: enough to tell how they are distributed. */
  private static float[] sample(float[] elements) {
    // odd, so that it does not always meet the same columns
    int stride = (elements.length / SAMPLE) | 1;
    float[] sample = new float[(elements.length + stride - 1) / stride];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = elements[i * stride];
    }
    return sample;
  }

  Histogram values() {
    return values;
  }

  /** How many values of each channel were seen. */
  long valuesPerChannel() {
    return valuesPerChannel;
  }

  /** The mean square of what holding it in 8 bits changes, relative to that of its values. */
  double noise() {
    double square = Arrays.stream(squares).sum() / valuesPerChannel / squares.length;
    double error = RangeSearch.error(values, RangeSearch.leastError(values)) / values.total();
    return square == 0 ? 0 : error / square;
  }

  /** How the values in a kernel's patches vary together, if that was watched. */
  Optional<PatchCovariance> patches(Kernel kernel) {
    return Optional.ofNullable(patches.get(kernel));
  }

  /** What each channel is like. */
  ChannelStatistics channels() {
    double[] means = new double[sums.length];
    double[] variances = new double[sums.length];
    for (int channel = 0; channel < sums.length; channel++) {
      double mean = sums[channel] / valuesPerChannel;
      means[channel] = mean;
      variances[channel] = Math.max(0, squares[channel] / valuesPerChannel - mean * mean);
    }
    return new ChannelStatistics(means, variances);
  }
}
