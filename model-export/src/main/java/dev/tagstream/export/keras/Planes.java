package dev.tagstream.export.keras;

import dev.tagstream.export.keras.Features.Order;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import java.util.List;

/**
 * Features whose value is [batch, channels, height, width].
 *
 * @param features that they are
 * @param channels how many
 * @param height in pixels, with the features' padding; {@link Features#OPEN} where it is not known
 * @param width as the height
 * @param order of the features: whether Keras, too, has the channels first
 */
record Planes(Features features, int channels, int height, int width, Order order) {

  Value value() {
    return features.value();
  }

  /** Padding that belongs to the features but is not written out. */
  Padding pending() {
    Padding padding = features.padding();
    return padding == null ? Padding.NONE : padding;
  }

  Planes with(Features other) {
    return new Planes(other, channels, height, width, order);
  }

  /** Keras' shape of other planes in the same order. */
  List<Integer> shape(int otherChannels, int otherHeight, int otherWidth) {
    return order == Order.AS_SHAPED
        ? List.of(otherChannels, otherHeight, otherWidth)
        : List.of(otherHeight, otherWidth, otherChannels);
  }
}
