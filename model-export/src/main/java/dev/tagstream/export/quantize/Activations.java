package dev.tagstream.export.quantize;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** What the calibration pictures tell of one activation. */
final class Activations {

  private final Histogram values = new Histogram();
  private double[] channelSums = new double[0];
  private long valuesPerChannel;

  /**
   * Takes the activation for one batch.
   *
   * @param shape [batch, channels, height, width]
   * @throws IllegalArgumentException if a value is no finite number
   */
  void add(FloatBuffer batch, long[] shape) {
    values.add(batch);
    int channels = (int) shape[1];
    int rows = Math.toIntExact(shape[0]) * channels;
    int plane = batch.remaining() / rows;
    if (channelSums.length == 0) {
      channelSums = new double[channels];
    }
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = row * plane; i < (row + 1) * plane; i++) {
        sum += batch.get(i);
      }
      channelSums[row % channels] += sum;
    }
    valuesPerChannel += (long) rows / channels * plane;
  }

  Histogram values() {
    return values;
  }

  /** The mean of each channel. */
  double[] means() {
    return Arrays.stream(channelSums).map(sum -> sum / valuesPerChannel).toArray();
  }
}
