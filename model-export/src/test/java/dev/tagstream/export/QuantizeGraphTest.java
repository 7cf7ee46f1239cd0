package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.quantize.CalibrationPicture;
import dev.tagstream.export.quantize.QuantizeGraph;
import dev.tagstream.export.quantize.QuantizeSettings;
import dev.tagstream.export.quantize.RangeRule;
import dev.tagstream.export.quantize.WeightRange;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class QuantizeGraphTest {

  /** Of the range of the logits: what 8 bits cost a tiny net of random weights. */
  private static final double TOLERANCE = 0.06;

  private static final QuantizeSettings MINMAX =
      new QuantizeSettings(RangeRule.MINMAX, WeightRange.FULL);

  private final Path folder;
  private final Path exported;
  private final Path quantized;

  QuantizeGraphTest(@TempDir Path folder) {
    this.folder = folder;
    this.exported = folder.resolve("float32.onnx");
    this.quantized = folder.resolve("int8.onnx");
  }

  @ParameterizedTest
  @CsvSource({
    "basic18.pth, FULL",
    "basic18.pth, REDUCED",
    "bottleneck50.pth, FULL",
    "small-image18.safetensors, FULL",
    "grouped50.safetensors, FULL",
  })
  void aQuantizedNetGivesAlmostTheLogitsOfTheReference(String file, WeightRange weights) {
    GoldenNet net = GoldenNet.of(file);

    quantize(net, new QuantizeSettings(RangeRule.MINMAX, weights));

    float[][] logits = OnnxRun.of(quantized, net.input(), GoldenNet.PICTURES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isBetween(1e-7, TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(RangeRule.class)
  void everyRuleForRangesWorks(RangeRule rule) {
    GoldenNet net = GoldenNet.of("basic18.pth");

    quantize(net, new QuantizeSettings(rule, WeightRange.FULL));

    float[][] logits = OnnxRun.of(quantized, net.input(), GoldenNet.PICTURES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isLessThan(TOLERANCE);
  }

  @Test
  void runtimeFusesEveryConvolutionAndSumButTheLast() throws OrtException {
    quantize(GoldenNet.of("bottleneck50.pth"), MINMAX);

    Map<String, Long> operators = operators(fused());

    assertThat(operators)
        .containsEntry("QLinearConv", 53L)
        .containsEntry("QLinearAdd", 15L)
        .containsEntry("NhwcMaxPool", 1L)
        .containsEntry("Add", 1L)
        .containsEntry("Gemm", 1L)
        .containsEntry("QuantizeLinear", 1L)
        .doesNotContainKey("Conv");
  }

  @Test
  void keepsNamesAndMetadataAndStoresAByteAWeight() {
    GoldenNet net = GoldenNet.of("basic18.pth");

    ModelProto model = quantize(net, new QuantizeSettings(RangeRule.MINMAX, WeightRange.FULL));

    ModelProto source = OnnxFile.read(exported);
    assertThat(model.getMetadataPropsList()).isEqualTo(source.getMetadataPropsList());
    assertThat(model.getGraph().getInputList()).isEqualTo(source.getGraph().getInputList());
    assertThat(model.getGraph().getOutputList()).isEqualTo(source.getGraph().getOutputList());
    assertThat(InspectModel.inspect(quantized).contract())
        .isEqualTo(InspectModel.inspect(exported).contract());
    assertThat(model.getSerializedSize()).isLessThan(source.getSerializedSize() / 2);
  }

  @Test
  void adoptsGraphsOfOldOperatorSets() throws IOException {
    Path foreign =
        new ForeignGraph()
            .input("picture", DataType.FLOAT, ForeignGraph.ANY, 3, 8, 8)
            .features()
            .scores()
            .output("scores")
            .write(folder.resolve("foreign.onnx"));
    InputSpec input = new InputSpec("picture", PixelType.FLOAT32, PixelLayout.NCHW, 8, 8);

    ModelProto model =
        QuantizeGraph.quantize(
            OnnxFile.read(foreign),
            input,
            pictures(new float[2 * 3 * 8 * 8], 8),
            MINMAX,
            done -> {});
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
            .input("picture", DataType.FLOAT, ForeignGraph.ANY, 3, 8, 8)
            .node("GlobalAveragePool", "mean")
            .node("Flatten", "scores")
            .output("scores")
            .write(folder.resolve("foreign.onnx"));
    InputSpec input = new InputSpec("picture", PixelType.FLOAT32, PixelLayout.NCHW, 8, 8);
    ModelProto model = OnnxFile.read(foreign);
    List<CalibrationPicture> pictures = pictures(new float[3 * 8 * 8], 8);

    assertThatThrownBy(() -> QuantizeGraph.quantize(model, input, pictures, MINMAX, done -> {}))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "the model has no float32 convolution with constant weights, which int8 is for");
  }

  @Test
  void tellsWhichActivationIsNoNumber() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    float[] input = net.input();
    input[7] = Float.POSITIVE_INFINITY;

    assertThatThrownBy(
            () -> quantize(net, new QuantizeSettings(RangeRule.MINMAX, WeightRange.FULL)))
        .isInstanceOf(ExportException.class)
        .hasMessageEndingWith(
            "cannot be held in 8 bits: on a calibration picture a value is no finite number");
  }

  @Test
  void countsThePicturesThatAreThrough() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    ExportModel.export(request(net));
    List<Long> counts = new ArrayList<>();

    QuantizeGraph.quantize(
        OnnxFile.read(exported),
        input(net),
        pictures(net.input(), net.side()),
        MINMAX,
        counts::add);

    assertThat(counts).containsExactly(1L, 2L);
  }

  private ModelProto quantize(GoldenNet net, QuantizeSettings settings) {
    ExportModel.export(request(net));
    ModelProto model =
        QuantizeGraph.quantize(
            OnnxFile.read(exported),
            input(net),
            pictures(net.input(), net.side()),
            settings,
            done -> {});
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

  private static List<CalibrationPicture> pictures(float[] values, int side) {
    List<CalibrationPicture> pictures = new ArrayList<>();
    int length = 3 * side * side;
    for (int from = 0; from < values.length; from += length) {
      ByteBuffer row = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.nativeOrder());
      row.asFloatBuffer().put(values, from, length);
      pictures.add(new CalibrationPicture(side, side, row.array()));
    }
    return pictures;
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
