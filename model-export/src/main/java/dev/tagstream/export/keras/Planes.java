package dev.tagstream.export.keras;

import dev.tagstream.export.keras.Features.Order;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import java.util.List;

/**
 * Features whose value is [batch, channels, height, width].
 *
 * @param features with this value
 * @param channels the number of channels
 * @param height in pixels, including the padding; {@link Features#OPEN} if unknown
 * @param width likewise
 * @param order of the features: whether Keras also has the channels first
 */
record Planes(Features features, int channels, int height, int width, Order order) {

  Value value() {
    return features.value();
  }

  /** The padding that is not written out yet. */
  Padding pending() {
    Padding padding = features.padding();
    return padding == null ? Padding.NONE : padding;
  }

  Planes with(Features other) {
    return new Planes(other, channels, height, width, order);
  }

  /** Keras' shape for other planes in the same order. */
  List<Integer> shape(int otherChannels, int otherHeight, int otherWidth) {
    return order == Order.AS_SHAPED
        ? List.of(otherChannels, otherHeight, otherWidth)
        : List.of(otherHeight, otherWidth, otherChannels);
  }
}
