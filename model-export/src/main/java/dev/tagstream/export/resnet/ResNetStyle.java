package dev.tagstream.export.resnet;

/**
 * What implementations of the same ResNet do differently, and what weights trained with one of them
 * therefore need. All of them pad with zeros, the same number on every side.
 */
public enum ResNetStyle {
  /** torchvision, and PyTorch's ResNets in general; "v1.5", with the stride in the 3x3. */
  TORCHVISION("", 2, 1e-5, Order.ACTIVATION_LAST),
  /** The ResNet50 of Keras 1 and 2.0, converted from the paper's authors' Caffe weights. */
  KERAS_ORIGINAL("", 1, 1e-3, Order.ACTIVATION_LAST),
  /** {@code keras.applications.ResNet50}, {@code ResNet101} and {@code ResNet152}. */
  KERAS("", 1, 1.001e-5, Order.ACTIVATION_LAST),
  /** {@code keras.applications.ResNet50V2}, {@code ResNet101V2} and {@code ResNet152V2}. */
  KERAS_V2("v2", 2, 1.001e-5, Order.ACTIVATION_FIRST);

  /** Where batch norm and activation stand in a residual block. */
  public enum Order {
    /** After each convolution and after the sum: "Deep Residual Learning" (He et al., 2015). */
    ACTIVATION_LAST,
    /** Before each convolution: "Identity Mappings in Deep Residual Networks" (He et al., 2016). */
    ACTIVATION_FIRST
  }

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

  /** What an architecture's name ends with. */
  String suffix() {
    return suffix;
  }

  /** Which convolution of a bottleneck has the block's stride; counted from 1. */
  int stridedConvolution() {
    return stridedConvolution;
  }

  /** What batch norm adds to the variance. */
  double epsilon() {
    return epsilon;
  }

  Order order() {
    return order;
  }
}
