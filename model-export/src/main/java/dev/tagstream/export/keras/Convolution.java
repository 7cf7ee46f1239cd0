package dev.tagstream.export.keras;

import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import dev.tagstream.export.tensor.Tensor;

/**
 * A convolution as it stands in the graph. A batch norm that follows writes it anew with other
 * weights; the graph drops the first where nothing else takes its output.
 *
 * @param name of its layer in the graph
 * @param operation with all settings
 * @param input that it takes
 * @param weight [out, in / groups, height, width]
 * @param bias [out]
 */
record Convolution(String name, Operation operation, Value input, Tensor weight, Tensor bias) {

  /**
   * The weights with a batch norm folded in; computed in double, rounded once.
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
