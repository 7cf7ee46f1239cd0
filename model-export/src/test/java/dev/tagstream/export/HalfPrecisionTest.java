package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.weights.WeightFile;
import dev.tagstream.export.weights.torch.CheckpointWriter;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports in float16, run by ONNX Runtime. */
final class HalfPrecisionTest {

  private final Path file;
  private final Path out;

  HalfPrecisionTest(@TempDir Path folder) {
    this.file = folder.resolve("weights.pth");
    this.out = folder.resolve("model.onnx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "basic18.pth",
        "bottleneck50.pth",
        "grouped50.safetensors",
        "small-image18.safetensors"
      })
  void givesTheReferencesLogitsToAboutThreeDigits(String weights) {
    GoldenNet net = GoldenNet.of(weights);

    Contract contract = export(net, Kind.LOGITS);

    float[][] logits = OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isLessThan(5e-3);
    assertThat(contract.precision()).isEqualTo(Precision.FLOAT16);
    assertThat(InspectModel.inspect(out).contract()).isEqualTo(contract);
  }

  @Test
  void keepsWeightsInFloat16AndSoftmaxInFloat32() {
    GoldenNet net = GoldenNet.of("basic18.pth");

    export(net, Kind.PROBABILITIES);

    GraphProto graph = OnnxFile.read(out).getGraph();
    assertThat(graph.getInitializerList())
        .extracting(TensorProto::getDataType)
        .containsOnly(DataType.FLOAT16_VALUE);
    NodeProto softmax = graph.getNode(graph.getNodeCount() - 1);
    assertThat(softmax.getOpType()).isEqualTo("Softmax");
    assertThat(softmax.getInput(0)).isEqualTo("fc.float32");
    float[] row = OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side())[0];
    double sum = 0;
    for (float probability : row) {
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void leavesTheTableOfTheNetworkAsItWas() {
    GoldenNet net = GoldenNet.of("bottleneck50.pth");

    ExportModel.export(
        ExportRequest.builder(net.weights(), out)
            .precision(Precision.FLOAT16)
            .outputs(Set.of(Output.TAGS, Output.EMBEDDING))
            .build());

    assertThat(InspectModel.inspect(out).text())
        .contains(
            """
            stem                  4x112x112
            pool                  4x56x56
            stage 1            3  16x56x56
            stage 2            4  32x28x28
            stage 3            6  64x14x14
            stage 4            3  128x7x7
            """);
  }

  @Test
  void refusesAWeightThatFloat16DoesNotHold() {
    float[] bias = new float[10];
    bias[3] = -70_000;
    without("fc.bias").floats("fc.bias", List.of(10L), bias).write(file);

    refuses("fc.bias has -70000.0, but float16 holds at most 65504; choose float32");
  }

  @Test
  void refusesALayerThatOverflowsAndNamesIt() {
    float[] shift = new float[4];
    Arrays.fill(shift, 40_000);
    without("bn1.bias", "layer1.0.bn2.bias")
        .floats("bn1.bias", List.of(4L), shift)
        .floats("layer1.0.bn2.bias", List.of(4L), shift)
        .write(file);

    assertThatThrownBy(() -> ExportModel.export(request()))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith("float16 overflows in layer1.0.conv1: a test image produces ")
        .hasMessageEndingWith(" there, but float16 holds at most 65504; choose float32");
    assertThat(Files.exists(out)).isFalse();
  }

  private Contract export(GoldenNet net, Kind kind) {
    return ExportModel.export(
        ExportRequest.builder(net.weights(), out)
            .input(PixelType.FLOAT32)
            .imageSize(net.side())
            .scores(kind)
            .precision(Precision.FLOAT16)
            .build());
  }

  private ExportRequest request() {
    return ExportRequest.builder(file, out).imageSize(64).precision(Precision.FLOAT16).build();
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> ExportModel.export(request()))
        .isInstanceOf(ExportException.class)
        .hasMessage(message);
    assertThat(Files.exists(out)).isFalse();
  }

  private static CheckpointWriter without(String... names) {
    try (NamedTensors tensors = WeightFile.open(GoldenNet.resource("basic18.pth"))) {
      return CheckpointWriter.copyOf(tensors, names);
    }
  }
}
