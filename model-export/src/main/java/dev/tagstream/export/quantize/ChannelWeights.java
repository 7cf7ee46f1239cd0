package dev.tagstream.export.quantize;

import dev.tagstream.export.tensor.Tensor;

/**
 * A convolution's weights in int8, symmetric around zero, each output channel with a scale of its
 * own.
 *
 * @param steps in the order of the float32 weights; owned by this record
 * @param scales one for each output channel
 */
record ChannelWeights(byte[] steps, float[] scales) {

  /** Most of what a bias in int32 steps may be, so that sums with it still fit. */
  private static final float MAX_BIAS_STEPS = 1 << 30;

  /**
   * Quantizes.
   *
   * @param weights output channels first
   * @param bias one value for each output channel; its steps are those of the products
   * @param inputScale of the activation that the weights are multiplied with
   */
  static ChannelWeights of(Tensor weights, float[] bias, float inputScale, WeightRange range) {
    int channels = bias.length;
    int size = weights.values().length / channels;
    byte[] steps = new byte[weights.values().length];
    float[] scales = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      int from = channel * size;
      float magnitude = magnitude(weights.values(), from, from + size);
      scales[channel] = scale(magnitude / range.maxStep(), bias[channel], inputScale);
      for (int i = from; i < from + size; i++) {
        steps[i] = (byte) Math.round(weights.values()[i] / scales[channel]);
      }
    }
    return new ChannelWeights(steps, scales);
  }

  /** The value that a weight has now. */
  float value(int index) {
    return steps[index] * scales[index / (steps.length / scales.length)];
  }

  /** A channel of tiny or no weights gets steps wide enough for its bias. */
  private static float scale(float wanted, float bias, float inputScale) {
    float least = Math.max(Math.abs(bias) / inputScale / MAX_BIAS_STEPS, Float.MIN_NORMAL);
    return Math.max(wanted, least);
  }

  private static float magnitude(float[] values, int from, int to) {
    float magnitude = 0;
    for (int i = from; i < to; i++) {
      magnitude = Math.max(magnitude, Math.abs(values[i]));
    }
    return magnitude;
  }
}
