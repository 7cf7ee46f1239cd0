package dev.tagstream.export.keras;

import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import dev.tagstream.export.tensor.Tensor;

/**
 * A convolution in the graph. A batch norm after it writes it again with other weights; the graph
 * drops the original if nothing else reads its output.
 *
 * @param name of its node in the graph
 * @param operation with all settings
 * @param input of the node
 * @param weight [out, in / groups, height, width]
 * @param bias [out]
 */
record Convolution(String name, Operation operation, Value input, Tensor weight, Tensor bias) {

  /**
   * The convolution with a batch norm folded into its weights, computed in double and rounded once.
   *
   * @param factor of each channel
   * @param shift of each channel, after the factor
   */
  Convolution scaled(double[] factor, double[] shift) {
    float[] weights = weight.values().clone();
    float[] biases = new float[factor.length];
    int perChannel = weights.length / factor.length;
    for (int channel = 0; channel < factor.length; channel++) {
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        weights[i] = (float) (weights[i] * factor[channel]);
      }
      biases[channel] = (float) (bias.values()[channel] * factor[channel] + shift[channel]);
    }
    return new Convolution(
        name,
        operation,
        input,
        new Tensor(weight.shape(), weights),
        new Tensor(bias.shape(), biases));
  }
}
