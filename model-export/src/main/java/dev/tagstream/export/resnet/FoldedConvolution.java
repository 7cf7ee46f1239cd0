package dev.tagstream.export.resnet;

import dev.tagstream.export.tensor.Tensor;

/**
 * A convolution without bias and the batch norm after it, folded into a convolution with a bias.
 * Computed in double, rounded once.
 *
 * @param weight [out, in / groups, size, size]
 * @param bias [out]
 */
record FoldedConvolution(Tensor weight, Tensor bias) {

  /** PyTorch's default for batch norm, which torchvision's ResNets keep. */
  private static final double EPSILON = 1e-5;

  /**
   * A batch norm at inference: {@code (x - mean) / sqrt(variance + epsilon) * gamma + beta}.
   *
   * @param gamma [out]
   * @param beta [out]
   * @param mean [out]
   * @param variance [out], none negative
   */
  record BatchNorm(Tensor gamma, Tensor beta, Tensor mean, Tensor variance) {}

  /** Folds; writes the result over the convolution's own values. */
  static FoldedConvolution of(Tensor convolution, BatchNorm norm) {
    float[] values = convolution.values();
    float[] bias = new float[norm.beta().values().length];
    int perChannel = values.length / bias.length;
    for (int channel = 0; channel < bias.length; channel++) {
      double factor =
          norm.gamma().values()[channel] / Math.sqrt(norm.variance().values()[channel] + EPSILON);
      for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
        values[i] = (float) (values[i] * factor);
      }
      bias[channel] =
          (float) (norm.beta().values()[channel] - norm.mean().values()[channel] * factor);
    }
    return new FoldedConvolution(convolution, new Tensor(norm.beta().shape(), bias));
  }
}
