package dev.tagstream.export.keras;

import dev.tagstream.export.onnx.GraphBuilder.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The output of a layer.
 *
 * @param value in the graph
 * @param shape in Keras, without the batch; {@link #OPEN} for a size that depends on the image
 * @param order of the value's dimensions
 * @param padding zeros around the value that the next layer must add; null for none
 * @param ending the last computation
 * @param pixels how the numbers depend on an image's levels; null after a layer has computed with
 *     them
 * @param convolution that computes exactly this value, for a batch norm to fold into; null for none
 */
record Features(
    Value value,
    List<Integer> shape,
    Order order,
    @Nullable Padding padding,
    Ending ending,
    @Nullable PixelScaling pixels,
    @Nullable Convolution convolution) {

  /** A size that depends on the image. */
  static final int OPEN = -1;

  /**
   * The rank of Keras' shape of an image or its features: height, width and channels in some order.
   */
  static final int PLANES_RANK = 3;

  /** The order of a value's dimensions. */
  enum Order {
    /** The order of the shape. */
    AS_SHAPED,
    /** The shape is [height, width, channels], but the value is [channels, height, width]. */
    CHANNELS_FIRST
  }

  Features {
    shape = List.copyOf(shape);
  }

  /** Computed values without further knowledge. */
  static Features of(Value value, List<Integer> shape, Order order, Ending ending) {
    return new Features(value, shape, order, null, ending, null, null);
  }

  int rank() {
    return shape.size();
  }

  Features with(Ending other) {
    return new Features(value, shape, order, padding, other, pixels, convolution);
  }

  Features with(@Nullable PixelScaling other) {
    return new Features(value, shape, order, padding, ending, other, convolution);
  }

  Features with(Value other) {
    return new Features(other, shape, order, padding, ending, pixels, null);
  }

  Features with(Convolution given) {
    return new Features(value, shape, order, padding, ending, pixels, given);
  }
}
