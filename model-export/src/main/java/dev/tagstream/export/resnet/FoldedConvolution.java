package dev.tagstream.export.resnet;

import dev.tagstream.export.onnx.GraphBuilder.BatchNorm;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution and the batch norm after it, folded into a convolution with a bias. Computed in
 * double, rounded once.
 *
 * @param weight [out, in / groups, size, size]
 * @param bias [out]
 */
record FoldedConvolution(Tensor weight, Tensor bias) {

  /**
   * Folds a batch norm into a convolution. Overwrites the convolution's own values.
   *
   * @param bias of the convolution; null if it has none
   */
  static FoldedConvolution of(Tensor convolution, @Nullable Tensor bias, BatchNorm norm) {
    float[] values = convolution.values();
    float[] folded = new float[norm.beta().values().length];
    int perChannel = values.length / folded.length;
    for (int channel = 0; channel < folded.length; channel++) {
      double factor =
          norm.gamma().values()[channel]
              / Math.sqrt(norm.variance().values()[channel] + norm.epsilon());
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        values[i] = (float) (values[i] * factor);
      }
      double before = bias == null ? 0 : bias.values()[channel];
      folded[channel] =
          (float)
              (norm.beta().values()[channel] + (before - norm.mean().values()[channel]) * factor);
    }
    return new FoldedConvolution(convolution, new Tensor(norm.beta().shape(), folded));
  }

  /** A convolution without a batch norm. */
  static FoldedConvolution of(Tensor convolution, @Nullable Tensor bias) {
    long channels = convolution.shape().size(0);
    return new FoldedConvolution(
        convolution,
        bias != null ? bias : new Tensor(Shape.of(channels), new float[(int) channels]));
  }
}
