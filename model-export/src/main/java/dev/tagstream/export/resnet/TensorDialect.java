package dev.tagstream.export.resnet;

import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;

/** A framework's names for a layer's tensors, and its order of their dimensions. */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never changed
enum TensorDialect {
  /** Convolutions [out, in, height, width], linear layers [out, in]. */
  TORCH(
      ".",
      "weight",
      new BatchNormNames("weight", "bias", "running_mean", "running_var"),
      new int[] {0, 1, 2, 3},
      new int[] {0, 1}),
  /** Convolutions [height, width, in, out], linear layers [in, out]. */
  KERAS(
      "/",
      "kernel",
      new BatchNormNames("gamma", "beta", "moving_mean", "moving_variance"),
      new int[] {3, 2, 0, 1},
      new int[] {1, 0});

  /** The four tensors of a batch norm. */
  record BatchNormNames(String gamma, String beta, String mean, String variance) {}

  private static final String BIAS = "bias";

  private final String separator;
  private final String weight;
  private final BatchNormNames batchNorm;

  private final int[] convolution;
  private final int[] linear;

  TensorDialect(
      String separator, String weight, BatchNormNames batchNorm, int[] convolution, int[] linear) {
    this.separator = separator;
    this.weight = weight;
    this.batchNorm = batchNorm;
    this.convolution = convolution;
    this.linear = linear;
  }

  /** The separator between the names of a layer and of its tensor. */
  String separator() {
    return separator;
  }

  String weight(String layer) {
    return layer + separator + weight;
  }

  String bias(String layer) {
    return layer + separator + BIAS;
  }

  String gamma(String layer) {
    return layer + separator + batchNorm.gamma();
  }

  String beta(String layer) {
    return layer + separator + batchNorm.beta();
  }

  String mean(String layer) {
    return layer + separator + batchNorm.mean();
  }

  String variance(String layer) {
    return layer + separator + batchNorm.variance();
  }

  /** The layer that a weight belongs to; empty if the tensor is not a weight. */
  String layerOfWeight(String tensor) {
    String end = separator + weight;
    return tensor.endsWith(end) ? tensor.substring(0, tensor.length() - end.length()) : "";
  }

  /**
   * The shape in the order of PyTorch and ONNX.
   *
   * @param stored the shape of the weight of a convolution or a linear layer, in the framework's
   *     order
   */
  Shape shape(Shape stored) {
    return stored.permuted(order(stored.rank()));
  }

  /** The shape in the framework's order; the inverse of {@link #shape}. */
  Shape stored(Shape shape) {
    int[] order = order(shape.rank());
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return shape.permuted(inverse);
  }

  /**
   * The tensor in the order of PyTorch and ONNX.
   *
   * @param stored the weight of a convolution or a linear layer
   */
  Tensor tensor(Tensor stored) {
    return this == TORCH ? stored : stored.permuted(order(stored.shape().rank()));
  }

  private int[] order(int rank) {
    return rank == convolution.length ? convolution : linear;
  }
}
