package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A wide layer, and a small one after it. */
final class MixedPrecisionTest {

  private static final int SIDE = 8;
  private static final int WIDTH = 64;
  private static final InputSpec INPUT =
      new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, SIDE, SIDE);

  private final GraphBuilder graph = new GraphBuilder("net");
  private final Random random = new Random(1);

  @Test
  void aSmallLayerWhoseOutputAreTheScoresStaysFloat32() {
    assertThat(float32Layers(images(8))).containsExactly("small");
  }

  @Test
  void oneImageShowsNoCertainGain() {
    assertThat(float32Layers(images(1))).isEmpty();
  }

  private Set<String> float32Layers(List<CalibrationImage> images) {
    Value wide = graph.relu("relu", conv("wide", graph.input(INPUT), WIDTH, new Window(5, 1, 2)));
    Value small = conv("small", wide, 2, new Window(1, 1, 0));
    graph.output("scores", graph.flatten("flat", small), 2 * SIDE * SIDE);
    ModelProto model = graph.build();
    Wiring wiring = new Wiring(model.getGraph());
    QuantizationPlan plan = QuantizationPlan.of(wiring, Set.of());
    ImageInput input = ImageInput.of(model, INPUT);
    Map<String, Activations> seen =
        Calibration.run(model, plan.values(), plan.kernels(wiring), input, images, done -> {});
    return MixedPrecision.float32Layers(Candidates.of(model, plan, seen), seen, input, images);
  }

  private Value conv(String name, Value x, int outputs, Window window) {
    int inputs = outputs == WIDTH ? 3 : WIDTH;
    float[] weights = values(outputs * inputs * window.size() * window.size());
    Shape shape = Shape.of(outputs, inputs, window.size(), window.size());
    Tensor bias = new Tensor(Shape.of(outputs), values(outputs));
    return graph.conv(name, x, new Tensor(shape, weights), bias, window, 1);
  }

  private List<CalibrationImage> images(int count) {
    return Stream.generate(this::image).limit(count).toList();
  }

  private CalibrationImage image() {
    float[] values = values(3 * SIDE * SIDE);
    ByteBuffer row =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
    row.asFloatBuffer().put(values);
    return new CalibrationImage(SIDE, SIDE, row.array());
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
