package dev.tagstream.export.quantize;

import dev.tagstream.export.quantize.rounding.Kernel;
import dev.tagstream.export.quantize.rounding.PatchCovariance;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The statistics of one activation over the calibration images. */
final class Activations {

  /** The least number of values sampled from a larger activation. */
  private static final int SAMPLE = 1 << 16;

  private final Histogram values = new Histogram();
  private double[] sums = new double[0];
  private double[] squares = new double[0];
  private double[] squaredPeaks = new double[0];
  private final Map<Kernel, PatchCovariance> patches = new HashMap<>();
  private long valuesPerChannel;
  private long images;

  /** Also watches how the values in a kernel's patches vary together, if it is small enough. */
  void watch(Kernel kernel) {
    if (PatchCovariance.suits(kernel)) {
      patches.put(kernel, PatchCovariance.of(kernel));
    }
  }

  /**
   * Adds the activation for one batch.
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
      squaredPeaks = new double[channels];
    }
    for (int row = 0; row < rows; row++) {
      add(row % channels, elements, row * plane, (row + 1) * plane);
    }
    valuesPerChannel += (long) rows / channels * plane;
    images += rows / channels;
    values.add(sample(elements));
    patches.values().forEach(seen -> seen.add(elements, (int) shape[2], (int) shape[3]));
  }

  private void add(int channel, float[] elements, int from, int to) {
    double sum = 0;
    double square = 0;
    double peak = 0;
    for (int i = from; i < to; i++) {
      double value = elements[i];
      sum += value;
      square += value * value;
      peak = Math.max(peak, Math.abs(value));
    }
    if (!Double.isFinite(square)) {
      throw new IllegalArgumentException("a value is not a finite number");
    }
    sums[channel] += sum;
    squares[channel] += square;
    squaredPeaks[channel] += peak * peak;
  }

  /** A sample of values from the whole activation, large enough to show their distribution. */
  private static float[] sample(float[] elements) {
    // odd, so that the sample does not always hit the same columns
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

  /** The number of values that were added for each channel. */
  long valuesPerChannel() {
    return valuesPerChannel;
  }

  /** The mean squared error of 8 bits, relative to the mean square of the values. */
  double noise() {
    double square = Arrays.stream(squares).sum() / valuesPerChannel / squares.length;
    double error = RangeSearch.error(values, RangeSearch.leastError(values)) / values.total();
    return square == 0 ? 0 : error / square;
  }

  /** The covariance of the values in a kernel's patches, if it was recorded. */
  Optional<PatchCovariance> patches(Kernel kernel) {
    return Optional.ofNullable(patches.get(kernel));
  }

  /** The statistics of each channel. */
  ChannelStatistics channels() {
    double[] means = new double[sums.length];
    double[] variances = new double[sums.length];
    double[] peaks = new double[sums.length];
    for (int channel = 0; channel < sums.length; channel++) {
      double mean = sums[channel] / valuesPerChannel;
      means[channel] = mean;
      variances[channel] = Math.max(0, squares[channel] / valuesPerChannel - mean * mean);
      peaks[channel] = Math.sqrt(squaredPeaks[channel] / images);
    }
    return new ChannelStatistics(means, variances, peaks);
  }
}
