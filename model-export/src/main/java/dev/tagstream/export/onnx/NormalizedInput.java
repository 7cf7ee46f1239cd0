package dev.tagstream.export.onnx;

import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import java.util.List;

/**
 * A graph's input and the nodes that convert it to normalized planes. Every step rounds like the
 * pipeline's own normalization, so the tags do not depend on which of the two normalizes.
 */
public final class NormalizedInput {

  private NormalizedInput() {}

  /**
   * Adds an input to a graph that has none.
   *
   * @return float32 [batch, 3, height, width], normalized, its channels in the model's order
   */
  public static Value addTo(GraphBuilder graph, InputSpec input, Preprocessing preprocessing) {
    Value image = graph.input(input);
    // bytes move faster than floats, and arithmetic is faster plane by plane
    if (input.layout() == PixelLayout.NHWC) {
      image = graph.channelsFirst("planes", image);
    }
    if (input.type() == PixelType.UINT8) {
      image = normalized(graph, graph.toFloat("levels", image), preprocessing);
    }
    return image;
  }

  /** {@code (x * scale - mean) / std}; 1/255 is a division by 255, as torchvision computes it. */
  private static Value normalized(GraphBuilder graph, Value levels, Preprocessing preprocessing) {
    Value x = levels;
    if (preprocessing.scale() != 1) {
      float divisor = (float) (1 / preprocessing.scale());
      x = graph.divide("scale", x, new Tensor(Shape.of(), new float[] {divisor}));
    }
    if (!isAll(preprocessing.mean(), 0.0)) {
      x = graph.subtract("mean", x, perChannel(preprocessing.mean()));
    }
    if (!isAll(preprocessing.std(), 1.0)) {
      x = graph.divide("std", x, perChannel(preprocessing.std()));
    }
    return x;
  }

  private static boolean isAll(List<Double> channels, double value) {
    return channels.stream().allMatch(channel -> channel == value);
  }

  private static Tensor perChannel(List<Double> channels) {
    float[] values = new float[channels.size()];
    for (int channel = 0; channel < values.length; channel++) {
      values[channel] = channels.get(channel).floatValue();
    }
    return new Tensor(Shape.of(1, values.length, 1, 1), values);
  }
}
