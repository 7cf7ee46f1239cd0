package dev.tagstream.export.quantize;

import dev.tagstream.export.quantize.rounding.ChannelWeights;
import dev.tagstream.export.quantize.rounding.PatchCovariance;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.util.Optional;

/**
 * A convolution in 8 bits.
 *
 * @param shape of its weights: [out, in / groups, height, width]
 * @param weights in int8 steps
 * @param biasSteps the bias of each output channel, in steps
 * @param biasScales the value of a step: the activation's scale times the weights' scale
 */
record QuantizedLayer(Shape shape, ChannelWeights weights, int[] biasSteps, float[] biasScales) {

  /**
   * Quantizes a layer.
   *
   * @param weights [out, in / groups, height, width]
   * @param bias [out]
   * @param input the range of the layer's input
   * @param channels of the input; weights of channels that vary most are rounded most precisely,
   *     and the bias corrects the effect of rounding on the channels' means
   * @param patches of the input, if recorded; weights are rounded together
   */
  static QuantizedLayer of(
      Tensor weights,
      float[] bias,
      ActivationRange input,
      ChannelStatistics channels,
      Optional<PatchCovariance> patches) {
    float inputScale = input.scale();
    ChannelWeights rounded = ChannelWeights.of(weights, bias, inputScale, channels.variances());
    patches.ifPresent(seen -> rounded.improve(weights, seen));
    float[] corrected = corrected(weights, rounded, bias, channels.means());
    int[] steps = new int[bias.length];
    float[] scales = new float[bias.length];
    for (int channel = 0; channel < bias.length; channel++) {
      scales[channel] = inputScale * rounded.scales()[channel];
      steps[channel] = Math.round(corrected[channel] / scales[channel]);
    }
    return new QuantizedLayer(weights.shape(), rounded, steps, scales);
  }

  private static float[] corrected(
      Tensor weights, ChannelWeights rounded, float[] bias, double[] inputMeans) {
    int window = Math.toIntExact(weights.shape().size(2) * weights.shape().size(3));
    int inputs = Math.toIntExact(weights.shape().size(1));
    int groups = inputMeans.length / inputs;
    int outputsPerGroup = bias.length / groups;
    float[] corrected = bias.clone();
    for (int channel = 0; channel < bias.length; channel++) {
      int firstInput = channel / outputsPerGroup * inputs;
      double lost = 0;
      for (int i = 0; i < inputs * window; i++) {
        int index = channel * inputs * window + i;
        lost +=
            (weights.values()[index] - (double) rounded.value(index))
                * inputMeans[firstInput + i / window];
      }
      corrected[channel] += (float) lost;
    }
    return corrected;
  }
}
