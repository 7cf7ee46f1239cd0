package dev.tagstream.export.quantize.rounding;

import dev.tagstream.export.tensor.Tensor;

/**
 * The weights of a convolution in int8, symmetric around zero, with one scale for each output
 * channel.
 *
 * @param steps in the order of the float32 weights; owned by this record
 * @param scales one for each output channel
 */
public record ChannelWeights(byte[] steps, float[] scales) {

  /** The largest bias in int32 steps; sums that include it still fit. */
  private static final float MAX_BIAS_STEPS = 1 << 30;

  /**
   * Quantizes.
   *
   * @param weights [out, in / groups, height, width]
   * @param bias one value for each output channel, in the steps of the products
   * @param inputScale the scale of the activation that the weights are multiplied by
   * @param variances of the same activation, one for each input channel of all groups
   */
  public static ChannelWeights of(
      Tensor weights, float[] bias, float inputScale, double[] variances) {
    int channels = bias.length;
    int size = weights.values().length / channels;
    int inputs = Math.toIntExact(weights.shape().size(1));
    int outputsPerGroup = channels / (variances.length / inputs);
    byte[] steps = new byte[weights.values().length];
    float[] scales = new float[channels];
    ChannelRounding rounding = new ChannelRounding(inputs, size / inputs);
    for (int channel = 0; channel < channels; channel++) {
      rounding.take(
          weights.values(), channel * size, variances, channel / outputsPerGroup * inputs);
      scales[channel] = rounding.round(least(bias[channel], inputScale));
      rounding.give(steps, channel * size);
    }
    return new ChannelWeights(steps, scales);
  }

  /**
   * Rounds the weights anew, those of an output channel together, with the same scales.
   *
   * @param weights before rounding
   * @param patches of the activation that the weights multiply
   */
  public void improve(Tensor weights, PatchCovariance patches) {
    int size = steps.length / scales.length;
    int inputs = Math.toIntExact(weights.shape().size(1));
    int outputsPerGroup = scales.length / patches.groups();
    for (int group = 0; group < patches.groups(); group++) {
      RoundingDescent descent = new RoundingDescent(inputs, size / inputs, patches.matrix(group));
      for (int output = 0; output < outputsPerGroup; output++) {
        int channel = group * outputsPerGroup + output;
        descent.improve(steps, weights.values(), channel * size, scales[channel]);
      }
    }
  }

  /** The value of a quantized weight. */
  public float value(int index) {
    return steps[index] * scales[index / (steps.length / scales.length)];
  }

  /**
   * The least scale of a channel. A channel of tiny or zero weights gets steps wide enough for its
   * bias.
   */
  private static float least(float bias, float inputScale) {
    return Math.max(Math.abs(bias) / inputScale / MAX_BIAS_STEPS, Float.MIN_NORMAL);
  }
}
