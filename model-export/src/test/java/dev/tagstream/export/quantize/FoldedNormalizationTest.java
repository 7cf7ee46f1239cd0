package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A convolution with padding that reads a normalized image of bytes. */
final class FoldedNormalizationTest {

  private static final int SIDE = 6;
  private static final InputSpec INPUT =
      new InputSpec("input", PixelType.UINT8, PixelLayout.NHWC, SIDE, SIDE);

  private final GraphBuilder graph = new GraphBuilder("normalizing");
  private final Random random = new Random(1);

  @ParameterizedTest
  @ValueSource(ints = {1, SIDE})
  void foldsScalesAndKeepsOneAdditionForTheOffsets(int width) {
    convolution(normalized());
    ModelProto model = graph.build();

    ModelProto folded = FoldedNormalization.of(model, width);

    assertThat(operators(folded)).containsExactly("Transpose", "Cast", "Add", "Conv");
    assertThat(outputs(folded)).containsExactly(outputs(model), within(1e-5f));
  }

  @Test
  void scalesAloneNeedNoAddition() {
    convolution(graph.divide("scale", levels(), new Tensor(Shape.of(), new float[] {255})));
    ModelProto model = graph.build();

    ModelProto folded = FoldedNormalization.of(model, SIDE);

    assertThat(operators(folded)).containsExactly("Transpose", "Cast", "Conv");
    assertThat(outputs(folded)).containsExactly(outputs(model), within(1e-5f));
  }

  @Test
  void aNormalizedImageThatAnotherNodeReadsStays() {
    Value normalized = normalized();
    convolution(normalized);
    graph.output("mean", graph.globalAveragePool("pool", normalized), 3);
    ModelProto model = graph.build();

    assertThat(FoldedNormalization.of(model, SIDE).getGraph().getNodeList())
        .isEqualTo(model.getGraph().getNodeList());
  }

  private Value levels() {
    return graph.toFloat("levels", graph.channelsFirst("planes", graph.input(INPUT)));
  }

  private Value normalized() {
    Value scaled = graph.divide("scale", levels(), new Tensor(Shape.of(), new float[] {255}));
    Value centered = graph.subtract("mean", scaled, perChannel(0.485f, 0.456f, 0.406f));
    return graph.divide("std", centered, perChannel(0.229f, 0.224f, 0.225f));
  }

  private static Tensor perChannel(float... values) {
    return new Tensor(Shape.of(1, 3, 1, 1), values);
  }

  private void convolution(Value image) {
    float[] weights = new float[2 * 3 * 3 * 3];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat() - 0.5f;
    }
    Tensor kernels = new Tensor(Shape.of(2, 3, 3, 3), weights);
    Tensor bias = new Tensor(Shape.of(2), new float[] {1, -1});
    graph.output("out", graph.conv("conv", image, kernels, bias, new Window(3, 1, 1), 1), 2);
  }

  private static List<String> operators(ModelProto model) {
    return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  private static float[] outputs(ModelProto model) {
    byte[] pixels = new byte[SIDE * SIDE * 3];
    new Random(2).nextBytes(pixels);
    String output = model.getGraph().getOutput(0).getName();
    try (GraphSession session = GraphSession.of(model, ImageInput.of(model, INPUT))) {
      return session.output(output, new CalibrationImage(SIDE, SIDE, pixels));
    }
  }
}
