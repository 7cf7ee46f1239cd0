package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.GraphBuilder.Window;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.quantize.CalibrationImage;
import dev.tagstream.export.quantize.QuantizeGraph;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantizeGraphTest {

  /** Of the range of the logits: what 8 bits cost a tiny net of random weights. */
  private static final double TOLERANCE = 0.06;

  private final Path folder;
  private final Path exported;
  private final Path quantized;

  QuantizeGraphTest(@TempDir Path folder) {
    this.folder = folder;
    this.exported = folder.resolve("float32.onnx");
    this.quantized = folder.resolve("int8.onnx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "basic18.pth",
        "bottleneck50.pth",
        "small-image18.safetensors",
        "grouped50.safetensors"
      })
  void aQuantizedNetGivesAlmostTheLogitsOfTheReference(String file) {
    GoldenNet net = GoldenNet.of(file);

    quantize(net);

    float[][] logits = OnnxRun.of(quantized, net.input(), GoldenNet.IMAGES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isBetween(1e-7, TOLERANCE);
  }

  @Test
  void runtimeFusesAllThatIsInt8AndFewLayersStayFloat32() throws OrtException {
    quantize(GoldenNet.of("bottleneck50.pth"));

    Map<String, Long> operators = operators(fused());

    long floats = operators.getOrDefault("Conv", 0L) + operators.getOrDefault("FusedConv", 0L);
    assertThat(operators.getOrDefault("QLinearConv", 0L) + floats).isEqualTo(53 - 4);
    assertThat(operators).containsEntry("QLinearConcat", 4L);
    assertThat(floats).isLessThan(10);
    assertThat(operators.getOrDefault("QLinearAdd", 0L)).isGreaterThan(5);
    assertThat(operators).containsEntry("Gemm", 1L);
  }

  @Test
  void sumsOfTheLargestProductsAreRightOnEveryCpu() {
    // CPUs without VNNI instructions add pairs of products in 16 bits, where 8-bit ones saturate
    GraphBuilder graph = new GraphBuilder("sums");
    Value image = graph.input(new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, 8, 8));
    Value copied = convolution(graph, "copy", image, new Window(1, 1, 0), 3, 1 / 3f);
    Value summed = convolution(graph, "sum", copied, new Window(3, 1, 0), 16, 1);
    graph.output("means", graph.flatten("flat", graph.globalAveragePool("mean", summed)), 16);
    float[] ones = new float[3 * 8 * 8];
    Arrays.fill(ones, 1);

    OnnxFile.write(
        QuantizeGraph.quantize(
            graph.build(),
            new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, 8, 8),
            images(ones, 8),
            done -> {}),
        quantized);

    float[] means = OnnxRun.of(quantized, ones, 1, 8)[0];
    assertThat(means).hasSize(16);
    for (float mean : means) {
      assertThat(mean).isCloseTo(9 * 16, within(1f));
    }
  }

  private static Value convolution(
      GraphBuilder graph, String name, Value x, Window window, int inputs, float weight) {
    float[] weights = new float[16 * inputs * window.size() * window.size()];
    Arrays.fill(weights, weight);
    Tensor kernels = new Tensor(Shape.of(16, inputs, window.size(), window.size()), weights);
    Tensor bias = new Tensor(Shape.of(16), new float[16]);
    return graph.relu(name + ".relu", graph.conv(name, x, kernels, bias, window, 1));
  }

  @Test
  void keepsNamesAndMetadataAndStoresAByteAWeight() {
    GoldenNet net = GoldenNet.of("basic18.pth");

    ModelProto model = quantize(net);

    ModelProto source = OnnxFile.read(exported);
    assertThat(model.getMetadataPropsList()).isEqualTo(source.getMetadataPropsList());
    assertThat(model.getGraph().getInputList()).isEqualTo(source.getGraph().getInputList());
    assertThat(model.getGraph().getOutputList()).isEqualTo(source.getGraph().getOutputList());
    assertThat(InspectModel.inspect(quantized).contract())
        .isEqualTo(InspectModel.inspect(exported).contract());
    assertThat(model.getSerializedSize()).isLessThan(source.getSerializedSize() * 2 / 3);
  }

  @Test
  void adoptsGraphsOfOldOperatorSets() throws IOException {
    Path foreign =
        new ForeignGraph()
            .input("image", DataType.FLOAT, ForeignGraph.ANY, 3, 8, 8)
            .features()
            .scores()
            .output("scores")
            .write(folder.resolve("foreign.onnx"));
    InputSpec input = new InputSpec("image", PixelType.FLOAT32, PixelLayout.NCHW, 8, 8);

    ModelProto model =
        QuantizeGraph.quantize(
            OnnxFile.read(foreign), input, images(new float[2 * 3 * 8 * 8], 8), done -> {});
    OnnxFile.write(model, quantized);

    assertThat(OnnxRun.of(quantized, new float[3 * 8 * 8], 1, 8)[0])
        .hasSize(ForeignGraph.CLASSES)
        .containsOnly(0);
    assertThat(operators(model)).containsEntry("DequantizeLinear", 4L);
  }

  @Test
  void refusesAGraphWithoutConvolutions() throws IOException {
    Path foreign =
        new ForeignGraph()
            .input("image", DataType.FLOAT, ForeignGraph.ANY, 3, 8, 8)
            .node("GlobalAveragePool", "mean")
            .node("Flatten", "scores")
            .output("scores")
            .write(folder.resolve("foreign.onnx"));
    InputSpec input = new InputSpec("image", PixelType.FLOAT32, PixelLayout.NCHW, 8, 8);
    ModelProto model = OnnxFile.read(foreign);
    List<CalibrationImage> images = images(new float[3 * 8 * 8], 8);

    assertThatThrownBy(() -> QuantizeGraph.quantize(model, input, images, done -> {}))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "the model has no float32 convolution with constant weights to convert to int8");
  }

  @Test
  void tellsWhichActivationIsNoNumber() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    float[] input = net.input();
    input[7] = Float.POSITIVE_INFINITY;

    assertThatThrownBy(() -> quantize(net))
        .isInstanceOf(ExportException.class)
        .hasMessageEndingWith(
            "cannot be represented in 8 bits: on a calibration image a value is not a finite"
                + " number");
  }

  @Test
  void countsTheImagesThatAreThrough() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    ExportModel.export(request(net));
    List<Long> counts = new ArrayList<>();

    QuantizeGraph.quantize(
        OnnxFile.read(exported), input(net), images(net.input(), net.side()), counts::add);

    assertThat(counts).containsExactly(1L, 2L);
  }

  private ModelProto quantize(GoldenNet net) {
    ExportModel.export(request(net));
    ModelProto model =
        QuantizeGraph.quantize(
            OnnxFile.read(exported), input(net), images(net.input(), net.side()), done -> {});
    OnnxFile.write(model, quantized);
    return model;
  }

  private ExportRequest request(GoldenNet net) {
    return ExportRequest.builder(net.weights(), exported)
        .input(PixelType.FLOAT32)
        .imageSize(net.side())
        .build();
  }

  private static InputSpec input(GoldenNet net) {
    return new InputSpec("input", PixelType.FLOAT32, PixelLayout.NCHW, net.side(), net.side());
  }

  private static List<CalibrationImage> images(float[] values, int side) {
    List<CalibrationImage> images = new ArrayList<>();
    int length = 3 * side * side;
    for (int from = 0; from < values.length; from += length) {
      ByteBuffer row = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.nativeOrder());
      row.asFloatBuffer().put(values, from, length);
      images.add(new CalibrationImage(side, side, row.array()));
    }
    return images;
  }

  /** The quantized model as ONNX Runtime runs it. */
  private ModelProto fused() throws OrtException {
    Path optimized = folder.resolve("fused.onnx");
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizedModelFilePath(optimized.toString());
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      environment.createSession(quantized.toString(), options).close();
    }
    return OnnxFile.read(optimized);
  }

  private static Map<String, Long> operators(ModelProto model) {
    return model.getGraph().getNodeList().stream()
        .collect(Collectors.groupingBy(NodeProto::getOpType, Collectors.counting()));
  }
}
