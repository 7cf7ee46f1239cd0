package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.export.contract.Contract;
import dev.tagstream.export.contract.InputSpec.PixelType;
import dev.tagstream.export.contract.OutputSpec;
import dev.tagstream.export.contract.OutputSpec.Kind;
import dev.tagstream.export.contract.Preprocessing;
import dev.tagstream.export.contract.Resize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExportModelTest {

  /** The tolerance: of the range of the logits. */
  private static final double TOLERANCE = 1e-4;

  private final Path folder;

  ExportModelTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "basic18.pth, resnet18, 10",
    "basic18.safetensors, resnet18, 10",
    "bottleneck50.pth, resnet50, 7",
    "small-image18.safetensors, resnet18, 10",
    "grouped50.safetensors, resnext50_4x2d, 7",
  })
  void exportedNetGivesTheReferenceImplementationsLogits(
      String file, String architecture, int classes) {
    GoldenNet net = GoldenNet.of(file);
    Path out = folder.resolve("model.onnx");

    Contract contract = ExportModel.export(request(net, out, Kind.LOGITS));

    float[][] logits = OnnxRun.of(out, net.input(), GoldenNet.PICTURES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isLessThan(TOLERANCE);
    assertThat(contract.architecture()).isEqualTo(architecture);
    assertThat(contract.parameters()).isEqualTo(net.parameters());
    assertThat(contract.output().classes()).isEqualTo(classes);
    assertThat(folder).isDirectoryContaining(path -> path.equals(out));
  }

  @Test
  void probabilitiesAreTheSoftmaxOfTheLogitsAndSumToOne() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    Path out = folder.resolve("model.onnx");

    Contract contract = ExportModel.export(request(net, out, Kind.PROBABILITIES));

    assertThat(contract.output())
        .isEqualTo(new OutputSpec("probabilities", Kind.PROBABILITIES, 10, 5));
    float[] row = OnnxRun.of(out, net.input(), GoldenNet.PICTURES, net.side())[0];
    double sum = 0;
    for (float logit : net.logits()[0]) {
      sum += Math.exp(logit);
    }
    for (int i = 0; i < row.length; i++) {
      assertThat(row[i]).isCloseTo((float) (Math.exp(net.logits()[0][i]) / sum), within(1e-4f));
    }
  }

  @Test
  void takesOnePictureAsWellAsTwo() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    Path out = folder.resolve("model.onnx");
    ExportModel.export(request(net, out, Kind.LOGITS));

    float[] first = Arrays.copyOf(net.input(), net.input().length / 2);

    float[][] expected = {net.logits()[0]};
    assertThat(OnnxRun.difference(OnnxRun.of(out, first, 1, net.side()), expected))
        .isLessThan(TOLERANCE);
  }

  @Test
  void aPreprocessingFileSetsTheInputsSizeAndTheModelsName() throws IOException {
    GoldenNet net = GoldenNet.of("basic18.pth");
    Path out = folder.resolve("model.onnx");
    Path stated = folder.resolve("stated.json");
    Files.writeString(
        stated,
        """
        {"name": "mine", "output": {"topK": 3}, "preprocessing": {"resize": {"rule": "exact",
         "height": 64, "width": 64, "filter": "bilinear", "antialias": true}, "channelOrder": "RGB",
         "scale": 0.5, "mean": [0.1, 0.2, 0.3], "std": [1, 1, 1]}}
        """);

    Contract contract =
        ExportModel.export(
            ExportRequest.builder(net.weights(), out).preprocessing(stated.toString()).build());

    assertThat(contract.name()).isEqualTo("mine");
    assertThat(contract.input().height()).isEqualTo(64);
    assertThat(contract.preprocessing().mean()).containsExactly(0.1, 0.2, 0.3);
    assertThat(contract.output()).isEqualTo(new OutputSpec("logits", Kind.LOGITS, 10, 3));
    assertThat(InspectModel.inspect(out).contract()).isEqualTo(contract);
  }

  @Test
  void usesTorchvisionsPreprocessingFor224UnlessTold() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    Path out = folder.resolve("model.onnx");

    Contract contract = ExportModel.export(ExportRequest.of(net.weights(), out));

    assertThat(contract.name()).isEqualTo("basic18");
    assertThat(contract.preprocessing().crop()).isEqualTo(new Preprocessing.Size(224, 224));
    assertThat(contract.preprocessing().resize()).isEqualTo(Resize.shortestSide(256));
    assertThat(contract.preprocessing().std()).containsExactly(0.229, 0.224, 0.225);
  }

  private static ExportRequest request(GoldenNet net, Path out, Kind kind) {
    return ExportRequest.builder(net.weights(), out)
        .input(PixelType.FLOAT32)
        .imageSize(net.side())
        .scores(kind)
        .build();
  }
}
