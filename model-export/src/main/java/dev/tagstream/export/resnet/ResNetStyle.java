package dev.tagstream.export.resnet;

import java.util.OptionalInt;

/**
 * The differences between implementations of the same ResNet, which weights trained with one of
 * them depend on. All of them pad with zeros, by the same amount on every side.
 */
public enum ResNetStyle {
  /**
   * torchvision's, and PyTorch's ResNets in general: "v1.5", with the stride in the 3x3
   * convolution.
   */
  TORCHVISION("", 2, 1e-5, Order.ACTIVATION_LAST),
  /**
   * The ResNet of many PyTorch tutorials. Every block has a projection without a batch norm, the
   * last batch norm of a block is applied before and after its activation, and no activation
   * follows the sum.
   */
  TORCH_PRINTED("", 2, 1e-5, Order.ACTIVATION_WITHIN),
  /** The ResNet50 of Keras 1 and 2.0, converted from the paper's authors' Caffe weights. */
  KERAS_ORIGINAL("", 1, 1e-3, Order.ACTIVATION_LAST),
  /** {@code keras.applications.ResNet50}, {@code ResNet101} and {@code ResNet152}. */
  KERAS("", 1, 1.001e-5, Order.ACTIVATION_LAST),
  /** {@code keras.applications.ResNet50V2}, {@code ResNet101V2} and {@code ResNet152V2}. */
  KERAS_V2("v2", 2, 1.001e-5, Order.ACTIVATION_FIRST);

  /** The order of batch norm and activation in a residual block. */
  public enum Order {
    /** After each convolution and after the sum: "Deep Residual Learning" (He et al., 2015). */
    ACTIVATION_LAST,
    /** After each convolution, followed by its batch norm again; not after the sum. */
    ACTIVATION_WITHIN,
    /** Before each convolution: "Identity Mappings in Deep Residual Networks" (He et al., 2016). */
    ACTIVATION_FIRST
  }

  private static final int POOLED_SIDE = 7;

  private final String suffix;
  private final int stridedConvolution;
  private final double epsilon;
  private final Order order;

  ResNetStyle(String suffix, int stridedConvolution, double epsilon, Order order) {
    this.suffix = suffix;
    this.stridedConvolution = stridedConvolution;
    this.epsilon = epsilon;
    this.order = order;
  }

  /** The suffix of an architecture's name, such as {@code v2}. */
  String suffix() {
    return suffix;
  }

  /** The index, from 1, of the convolution of a bottleneck that has the block's stride. */
  int stridedConvolution() {
    return stridedConvolution;
  }

  /** The number that batch norm adds to the variance. */
  double epsilon() {
    return epsilon;
  }

  /**
   * The required side of the last features, in pixels; empty if any side is supported. The network
   * of the tutorials pools with a window of this size, while others take the mean of all features.
   */
  public OptionalInt requiredFeatures() {
    return this == TORCH_PRINTED ? OptionalInt.of(POOLED_SIDE) : OptionalInt.empty();
  }

  Order order() {
    return order;
  }
}
