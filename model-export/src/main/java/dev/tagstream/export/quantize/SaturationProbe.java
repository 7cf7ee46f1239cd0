package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.GraphBuilder.Window;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Finds out whether ONNX Runtime on this machine's CPU adds products of uint8 and int8 in 16 bits,
 * where they saturate: x86 CPUs without VNNI instructions do. It lets a convolution of nothing but
 * the largest activations and weights run and looks at what comes out.
 */
final class SaturationProbe {

  private static final int SIDE = 8;
  private static final int COLORS = 3;
  private static final int CHANNELS = 16;
  private static final InputSpec INPUT =
      new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, SIDE, SIDE);
  private static final Window ONE = new Window(1, 1, 0);
  private static final Window THREE = new Window(3, 1, 0);

  /** A picture of ones becomes a sum of so many ones. */
  private static final float SUM = CHANNELS * 9;

  private SaturationProbe() {}

  static boolean saturates() {
    CalibrationPicture ones = ones();
    QuantizeSettings full = new QuantizeSettings(RangeRule.MINMAX, WeightRange.FULL);
    ModelProto model = QuantizeGraph.quantize(network(), INPUT, List.of(ones), full, done -> {});
    try (GraphSession session = GraphSession.of(model, PictureInput.of(model, INPUT));
        OnnxTensor picture = session.tensor(ones);
        OrtSession.Result result = session.run(picture)) {
      FloatBuffer means = ((OnnxTensor) result.get(0)).getFloatBuffer();
      return means.get(0) < 0.99f * SUM;
    }
  }

  private static ModelProto network() {
    GraphBuilder graph = new GraphBuilder("saturation probe");
    Value picture = graph.input(INPUT);
    Value copied = convolution(graph, "copy", picture, COLORS, ONE, 1.0f / COLORS);
    Value summed = convolution(graph, "sum", copied, CHANNELS, THREE, 1);
    graph.output("means", graph.flatten("flat", graph.globalAveragePool("mean", summed)), CHANNELS);
    return graph.build();
  }

  private static Value convolution(
      GraphBuilder graph, String name, Value x, int inputs, Window window, float weight) {
    Shape shape = Shape.of(CHANNELS, inputs, window.size(), window.size());
    float[] weights = new float[Math.toIntExact(shape.elements())];
    Arrays.fill(weights, weight);
    Tensor bias = new Tensor(Shape.of(CHANNELS), new float[CHANNELS]);
    Value sum = graph.conv(name, x, new Tensor(shape, weights), bias, window, 1);
    return graph.relu(name + ".relu", sum);
  }

  private static CalibrationPicture ones() {
    float[] pixels = new float[COLORS * SIDE * SIDE];
    Arrays.fill(pixels, 1);
    ByteBuffer row =
        ByteBuffer.allocate(pixels.length * Float.BYTES).order(ByteOrder.nativeOrder());
    row.asFloatBuffer().put(pixels);
    return new CalibrationPicture(SIDE, SIDE, row.array());
  }
}
