package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.export.contract.Contract;
import dev.tagstream.export.contract.OutputSpec;
import dev.tagstream.export.contract.OutputSpec.Kind;
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

  private static ExportRequest request(GoldenNet net, Path out, Kind kind) {
    return new ExportRequest(net.weights(), out, null, null, kind, null, null, net.side());
  }
}
