package dev.tagstream.export.keras;

import dev.tagstream.export.onnx.GraphBuilder.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a layer gives.
 *
 * @param value in the graph
 * @param shape as Keras counts it, without the batch; {@link #OPEN} where it depends on the image
 * @param order in which the value's numbers lie
 * @param padding zeros around the value that belong to it and that its user adds; null for none
 * @param ending what the last computation was
 * @param pixels how the numbers come from an image's levels; null if layers computed with them
 * @param convolution that gives exactly this value, for a batch norm to fold into; null for none
 */
record Features(
    Value value,
    List<Integer> shape,
    Order order,
    @Nullable Padding padding,
    Ending ending,
    @Nullable PixelScaling pixels,
    @Nullable Convolution convolution) {

  /** A size that is only known when an image comes. */
  static final int OPEN = -1;

  /** Keras' shape of an image or its features: height, width, channels in some order. */
  static final int PLANES_RANK = 3;

  /** In which order the numbers of a value lie. */
  enum Order {
    /** As the shape says. */
    AS_SHAPED,
    /** The shape says [height, width, channels] but the value is [channels, height, width]. */
    CHANNELS_FIRST
  }

  Features {
    shape = List.copyOf(shape);
  }

  /** Computed values of which nothing else is known. */
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
