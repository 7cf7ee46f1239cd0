package dev.tagstream.export.keras;

import dev.tagstream.export.keras.Configuration.Pair;
import dev.tagstream.export.onnx.Operation;

/**
 * The window of a convolution or a pool. {@code same} has TensorFlow's meaning: one window for each
 * stride; an odd row or column of zeros is below or on the right.
 *
 * @param size of the window
 * @param stride of the window
 * @param dilation the distance between the window's points
 * @param same whether the padding is {@code same}, else {@code valid}
 */
record SlidingWindow(Pair size, Pair stride, Pair dilation, boolean same) {

  private static final Pair ONE = new Pair(1, 1);

  static SlidingWindow ofConvolution(Configuration configuration) {
    return of(
        configuration,
        configuration.pair("kernel_size", null),
        configuration.pair("strides", ONE),
        configuration.pair("dilation_rate", ONE));
  }

  static SlidingWindow ofPool(Configuration configuration) {
    Pair size = configuration.pair("pool_size", new Pair(2, 2));
    return of(configuration, size, configuration.pair("strides", size), ONE);
  }

  private static SlidingWindow of(
      Configuration configuration, Pair size, Pair stride, Pair dilation) {
    String padding = configuration.text("padding", "valid");
    if (!padding.equals("same") && !padding.equals("valid")) {
      throw configuration.wrong("padding", "same or valid");
    }
    return new SlidingWindow(size, stride, dilation, padding.equals("same"));
  }

  /** The height of the output; {@link Features#OPEN} if unknown. */
  int height(Configuration configuration, int in) {
    return out(configuration, in, size.height(), stride.height(), dilation.height());
  }

  /** The width of the output; {@link Features#OPEN} if unknown. */
  int width(Configuration configuration, int in) {
    return out(configuration, in, size.width(), stride.width(), dilation.width());
  }

  /** The operation with the attributes of the window. */
  Operation of(String operator, Planes x) {
    Operation operation =
        Operation.of(operator)
            .with("kernel_shape", size.height(), size.width())
            .with("strides", stride.height(), stride.width());
    if (!dilation.equals(ONE)) {
      operation = operation.with("dilations", dilation.height(), dilation.width());
    }
    if (!same) {
      return operation.with("pads", x.pending().ofWindow());
    }
    int vertical = padding(x.height(), size.height(), stride.height(), dilation.height());
    int horizontal = padding(x.width(), size.width(), stride.width(), dilation.width());
    if (vertical == Features.OPEN || horizontal == Features.OPEN) {
      return operation.with("auto_pad", "SAME_UPPER");
    }
    int top = vertical / 2;
    int left = horizontal / 2;
    return operation.with("pads", top, left, vertical - top, horizontal - left);
  }

  private int out(Configuration configuration, int in, int window, int step, int distance) {
    if (in == Features.OPEN) {
      return Features.OPEN;
    }
    if (same) {
      return windows(in, step);
    }
    long reach = (long) (window - 1) * distance + 1;
    if (reach > in) {
      throw configuration.problem(
          "its window of %d pixels does not fit into %d; the images are too small"
              .formatted(reach, in));
    }
    return (int) ((in - reach) / step) + 1;
  }

  /** The total padding of a dimension; open if it depends on an unknown size. */
  private static int padding(int in, int window, int step, int distance) {
    int reach = (window - 1) * distance;
    if (in == Features.OPEN) {
      return step == 1 ? reach : Features.OPEN;
    }
    return Math.max((windows(in, step) - 1) * step + reach + 1 - in, 0);
  }

  private static int windows(int in, int step) {
    return (in + step - 1) / step;
  }
}
