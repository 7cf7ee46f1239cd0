package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A residual block with stride 2, and a layer that reads it. */
final class ProjectionShortcutsTest {

  private static final int SIDE = 6;
  private static final InputSpec INPUT =
      new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, SIDE, SIDE);
  private static final Window POINT = new Window(1, 1, 0);
  private static final Window STRIDED_POINT = new Window(1, 2, 0);
  private static final Window STRIDED = new Window(3, 2, 1);

  private final GraphBuilder graph = new GraphBuilder("block");
  private final Random random = new Random(1);
  private final Value image = graph.input(INPUT);
  private final Value before = graph.relu("before.relu", conv("before", image, 3, POINT));
  private final Value middle = graph.relu("middle.relu", conv("middle", before, 4, STRIDED));

  @Test
  void theSumOfTwoPointwiseConvolutionsIsOneConvolution() {
    Value shortcut = conv("shortcut", before, 4, STRIDED_POINT);
    ModelProto model = sumWith(conv("last", middle, 4, POINT), shortcut);

    ModelProto joined = joined(model);

    assertThat(operators(joined))
        .containsExactly(
            "Conv", "Relu", "Conv", "Relu", "MaxPool", "Concat", "Conv", "Relu", "Conv");
    assertThat(outputs(joined)).containsExactly(outputs(model), within(1e-5f));
  }

  @Test
  void activationsThatAreJoinedShareOneRange() {
    Value shortcut = conv("shortcut", before, 4, STRIDED_POINT);
    ModelProto joined = joined(sumWith(conv("last", middle, 4, POINT), shortcut));

    QuantizationPlan plan = QuantizationPlan.of(new Wiring(joined.getGraph()), Set.of());

    assertThat(plan.computed()).contains("sum.joined", "shortcut.subsampled");
    assertThat(Set.of(before.name(), middle.name(), "shortcut.subsampled"))
        .allSatisfy(value -> assertThat(plan.rangeOf(value)).isEqualTo("sum.joined"));
  }

  @Test
  void theSumOfALargerConvolutionStays() {
    Value shortcut = conv("shortcut", before, 4, STRIDED);
    ModelProto model = sumWith(conv("last", middle, 4, POINT), shortcut);

    assertThat(joined(model)).isEqualTo(model);
  }

  @Test
  void aSumThatRepeatsAPixelStays() {
    Value pixel = conv("shortcut", graph.globalAveragePool("mean", before), 4, POINT);
    ModelProto model = sumWith(conv("last", middle, 4, POINT), pixel);

    assertThat(joined(model)).isEqualTo(model);
  }

  @Test
  void aConvolutionThatLeavesTheGraphStays() {
    ModelProto block =
        sumWith(conv("last", middle, 4, POINT), conv("shortcut", before, 4, STRIDED_POINT));
    ModelProto model = withOutput(block, "last");

    assertThat(joined(model)).isEqualTo(model);
  }

  private ModelProto sumWith(Value last, Value shortcut) {
    Value sum = graph.relu("sum.relu", graph.add("sum", last, shortcut));
    graph.output("after", conv("after", sum, 4, POINT), 4);
    return graph.build();
  }

  private Value conv(String name, Value x, int inputs, Window window) {
    float[] weights = new float[4 * inputs * window.size() * window.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat() - 0.4f;
    }
    Tensor kernels = new Tensor(Shape.of(4, inputs, window.size(), window.size()), weights);
    Tensor bias = new Tensor(Shape.of(4), new float[] {1, -1, 0.5f, 0});
    return graph.conv(name, x, kernels, bias, window, 1);
  }

  private static ModelProto withOutput(ModelProto model, String value) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    graph.addOutput(graph.getOutput(0).toBuilder().setName(value));
    return model.toBuilder().setGraph(graph).build();
  }

  private static ModelProto joined(ModelProto model) {
    QuantizationPlan plan = QuantizationPlan.of(new Wiring(model.getGraph()), Set.of());
    Map<String, Activations> seen =
        Calibration.run(
            model,
            plan.values(),
            Map.of(),
            ImageInput.of(model, INPUT),
            List.of(image()),
            count -> {});
    return ProjectionShortcuts.joined(model, seen);
  }

  private static List<String> operators(ModelProto model) {
    return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  private static float[] outputs(ModelProto model) {
    try (GraphSession session = GraphSession.of(model, ImageInput.of(model, INPUT))) {
      return session.output("after", image());
    }
  }

  private static CalibrationImage image() {
    Random pixels = new Random(2);
    ByteBuffer row = ByteBuffer.allocate(3 * SIDE * SIDE * Float.BYTES);
    row.order(ByteOrder.nativeOrder());
    while (row.hasRemaining()) {
      row.putFloat(pixels.nextFloat());
    }
    return new CalibrationImage(SIDE, SIDE, row.array());
  }
}
