package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.GraphBuilder.Window;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A block with a shortcut: loud channels of it become quieter, quiet ones louder. */
final class EqualizationTest {

  private static final Window ONE = new Window(1, 1, 0);

  private final Value[] values = new Value[4];
  private final GraphProto graph = block();

  @Test
  void sumsTieWhatTheyAddAndWhatLeavesTheGraphStays() {
    List<ChannelGroup> groups = ChannelGroups.of(new Wiring(graph));

    // the image cannot be scaled, and nothing takes the linear layer's scores
    assertThat(groups).hasSize(2);
    assertThat(groups.get(0).values())
        .contains(name(0), name(2), name(3))
        .doesNotContain(name(1), "input", "scores");
    assertThat(groups.get(0).producers()).hasSize(2);
    assertThat(groups.get(0).consumers()).hasSize(2);
    assertThat(groups.get(1).values()).contains(name(1));
  }

  @Test
  void dividesWhatAProducerGivesByWhatTheConsumerIsMultipliedWith() {
    // of the middle the second channel is 16 times as loud, and the weights for both are equal
    ModelProto equalized =
        Equalization.of(
            ModelProto.newBuilder().setGraph(graph).build(), Map.of(name(1), peaks(1, 16)));

    // the second channel is then 4 times as loud, and its peak is 1
    assertThat(weights(equalized, "middle")).containsExactly(0.25f, 0.25f, 0.0625f, 0.0625f);
    assertThat(weights(equalized, "after")).containsExactly(4, 16, 4, 16);
  }

  private static ChannelStatistics peaks(double... peaks) {
    return new ChannelStatistics(new double[2], new double[2], peaks);
  }

  private String name(int value) {
    return values[value].name();
  }

  private static float[] weights(ModelProto model, String layer) {
    Wiring wiring = new Wiring(model.getGraph());
    return wiring.nodes().stream()
        .filter(node -> node.getOutput(0).equals(layer))
        .map(node -> Constants.read(ChannelGroups.weights(wiring, node)).values())
        .findFirst()
        .orElseThrow();
  }

  private GraphProto block() {
    GraphBuilder builder = new GraphBuilder("block");
    Value input = builder.input(new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, 4, 4));
    values[0] = builder.relu("before.relu", conv(builder, "before", input, 3));
    values[1] = builder.relu("middle.relu", conv(builder, "middle", values[0], 2));
    values[2] = conv(builder, "after", values[1], 2);
    values[3] = builder.relu("sum.relu", builder.add("sum", values[2], values[0]));
    Value features = builder.flatten("features", builder.globalAveragePool("mean", values[3]));
    Tensor ones = new Tensor(Shape.of(2, 2), new float[] {1, 1, 1, 1});
    Tensor zeros = new Tensor(Shape.of(2), new float[2]);
    builder.output("scores", builder.linear("linear", features, ones, zeros), 2);
    return builder.build().getGraph();
  }

  private static Value conv(GraphBuilder builder, String name, Value x, int inputs) {
    float[] ones = new float[2 * inputs];
    Arrays.fill(ones, 1);
    Tensor weights = new Tensor(Shape.of(2, inputs, 1, 1), ones);
    return builder.conv(name, x, weights, new Tensor(Shape.of(2), new float[2]), ONE, 1);
  }
}
