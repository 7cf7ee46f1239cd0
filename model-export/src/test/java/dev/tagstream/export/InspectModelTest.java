package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectModelTest {

  private final Path file;

  InspectModelTest(@TempDir Path folder) {
    this.file = folder.resolve("model.onnx");
  }

  @Test
  void showsContractLabelsAndThePapersTable() throws IOException {
    GoldenNet net = GoldenNet.of("bottleneck50.pth");
    Path labels = Files.writeString(file.resolveSibling("labels.txt"), "a\nb\nc\nd\ne\nf\ng\n");
    ExportModel.export(
        ExportRequest.builder(net.weights(), file)
            .labels(labels.toString())
            .name("narrow")
            .build());

    ModelSummary summary = InspectModel.inspect(file);

    assertThat(summary.text())
        .contains(
            "name          narrow\n",
            "architecture  resnet50\n",
            "source        bottleneck50.pth, SHA-256 ",
            "labels        7: a, b, c, d, e, ...\n",
            "parameters    96,395\n",
            "onnx          IR version 8, opset 17\n",
            "graph input   input uint8 [?, 224, 224, 3]\n",
            "graph output  logits float [?, 7]\n",
            """
            stage         blocks  output
            stem                  4x112x112
            pool                  4x56x56
            stage 1            3  16x56x56
            stage 2            4  32x28x28
            stage 3            6  64x14x14
            stage 4            3  128x7x7
            output                7
            """);
  }

  @Test
  void showsTheSameForPrograms() throws IOException {
    ExportModel.export(ExportRequest.of(GoldenNet.of("small-image18.safetensors").weights(), file));

    JsonNode json = new JsonMapper().readTree(InspectModel.inspect(file).json());

    assertThat(json.at("/contract/input/height").asInt()).isEqualTo(32);
    assertThat(json.at("/contract/preprocessing/resize/rule").asText()).isEqualTo("exact");
    assertThat(json.at("/stages/0/shape")).hasToString("[4,32,32]");
    assertThat(json.at("/stages/4/shape")).hasToString("[32,4,4]");
    assertThat(json.path("stoppedAt").isNull()).isTrue();
  }

  @Test
  void showsAModelOfAnySizeForTheSizeThatIsAsked() {
    ExportModel.export(
        ExportRequest.builder(GoldenNet.of("bottleneck50.pth").weights(), file)
            .imageSize(InputSpec.ANY_SIDE)
            .outputs(Set.of(Output.TAGS, Output.EMBEDDING))
            .build());

    assertThat(InspectModel.inspect(file, 448).text())
        .contains(
            "precision     float32\n",
            "embedding     {\"name\":\"embedding\",\"size\":128}\n",
            "graph input   input uint8 [?, ?, ?, 3]\n",
            """
            stem                  4x224x224
            pool                  4x112x112
            stage 1            3  16x112x112
            stage 2            4  32x56x56
            stage 3            6  64x28x28
            stage 4            3  128x14x14
            logits                7
            embedding             128
            """);
    assertThat(InspectModel.inspect(file).text()).contains("stem                  4x112x112\n");
  }

  @Test
  void saysWhereAForeignGraphStopsIt() throws IOException {
    new ForeignGraph()
        .input("pixels", DataType.FLOAT, 1, 3, 32, 32)
        .features()
        .node("Mystery", "odd")
        .output("odd", 1, 5)
        .write(file);

    assertThat(InspectModel.inspect(file).text())
        .contains(
            "contract      none; adopt the file with tagstream export --onnx\n",
            "shapes        unknown from odd (Mystery) on\n");
  }

  @Test
  void refusesAFileThatIsNoModel() throws IOException {
    Files.writeString(file, "not a model");

    assertThatThrownBy(() -> InspectModel.inspect(file))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(file + ": is not a");
  }
}
