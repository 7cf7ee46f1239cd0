package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    "cifar18.pth, resnet18, 10",
    "transformers18.safetensors, resnet18, 7",
    "transformers50.safetensors, resnet50, 7",
  })
  void exportedNetGivesTheReferenceImplementationsLogits(
      String file, String architecture, int classes) {
    GoldenNet net = GoldenNet.of(file);
    Path out = folder.resolve("model.onnx");

    Contract contract = ExportModel.export(request(net, out, Kind.LOGITS));

    float[][] logits = OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isLessThan(TOLERANCE);
    assertThat(contract.architecture()).isEqualTo(architecture);
    assertThat(contract.parameters()).isEqualTo(net.parameters());
    assertThat(contract.output().classes()).isEqualTo(classes);
    assertThat(folder).isDirectoryContaining(path -> path.equals(out));
  }

  @Test
  void sigmoidScoresAreTheSigmoidOfEachLogitAndEveryLabelMayBeATag() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    Path out = folder.resolve("model.onnx");

    Contract contract = ExportModel.export(request(net, out, Kind.SIGMOID));

    assertThat(contract.output()).isEqualTo(new OutputSpec("sigmoid", Kind.SIGMOID, 10, 10));
    float[] row = OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side())[0];
    for (int i = 0; i < row.length; i++) {
      assertThat(row[i])
          .isCloseTo((float) (1 / (1 + Math.exp(-net.logits()[0][i]))), within(1e-4f));
    }
  }

  @Test
  void probabilitiesAreTheSoftmaxOfTheLogitsAndSumToOne() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    Path out = folder.resolve("model.onnx");

    Contract contract = ExportModel.export(request(net, out, Kind.PROBABILITIES));

    assertThat(contract.output())
        .isEqualTo(new OutputSpec("probabilities", Kind.PROBABILITIES, 10, 5));
    float[] row = OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side())[0];
    double sum = 0;
    for (float logit : net.logits()[0]) {
      sum += Math.exp(logit);
    }
    for (int i = 0; i < row.length; i++) {
      assertThat(row[i]).isCloseTo((float) (Math.exp(net.logits()[0][i]) / sum), within(1e-4f));
    }
  }

  @Test
  void takesOneImageAsWellAsTwo() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    Path out = folder.resolve("model.onnx");
    ExportModel.export(request(net, out, Kind.LOGITS));

    float[] first = Arrays.copyOf(net.input(), net.input().length / 2);

    float[][] expected = {net.logits()[0]};
    assertThat(OnnxRun.difference(OnnxRun.of(out, first, 1, net.side()), expected))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"torchvision", "keras"})
  void normalizesPixelsInTheGraphJustAsOutsideOfIt(String preprocessing) {
    GoldenNet net = GoldenNet.of("basic18.pth");
    Path outside = folder.resolve("outside.onnx");
    Path inside = folder.resolve("inside.onnx");
    ExportRequest.Builder request =
        ExportRequest.builder(net.weights(), outside)
            .preprocessing(preprocessing)
            .imageSize(net.side());
    Contract contract = ExportModel.export(request.input(PixelType.FLOAT32).build());
    Contract uint8 =
        ExportModel.export(
            ExportRequest.builder(net.weights(), inside)
                .preprocessing(preprocessing)
                .imageSize(net.side())
                .build());
    byte[] pixels = new byte[2 * 3 * net.side() * net.side()];
    new Random(1).nextBytes(pixels);

    float[][] expected =
        OnnxRun.of(
            outside, normalized(pixels, net.side(), contract.preprocessing()), 2, net.side());

    assertThat(uint8.input().type()).isEqualTo(PixelType.UINT8);
    assertThat(OnnxRun.ofPixels(inside, pixels, 2, net.side(), net.side())).isDeepEqualTo(expected);
  }

  @Test
  void takesAnImageOf128x135WithoutResizing() {
    GoldenNet net = GoldenNet.of("basic18.pth");
    Path out = folder.resolve("model.onnx");

    Contract contract =
        ExportModel.export(
            ExportRequest.builder(net.weights(), out).imageSize(InputSpec.ANY_SIDE).build());

    assertThat(contract.version()).isEqualTo(2);
    assertThat(contract.preprocessing().resize().rule()).isEqualTo(Resize.Rule.NONE);
    assertThat(contract.preprocessing().crop()).isNull();
    byte[] pixels = new byte[3 * 128 * 135];
    new Random(1).nextBytes(pixels);
    float[] logits = OnnxRun.ofPixels(out, pixels, 1, 135, 128)[0];
    assertThat(logits).hasSize(10);
    for (float logit : logits) {
      assertThat(Float.isFinite(logit)).isTrue();
    }
  }

  @Test
  void givesTheFeaturesOfWhichItsScoresAreMade() {
    GoldenNet net = GoldenNet.of("bottleneck50.pth");
    Path out = folder.resolve("model.onnx");

    Contract contract =
        ExportModel.export(
            ExportRequest.builder(net.weights(), out)
                .outputs(Set.of(Output.TAGS, Output.EMBEDDING))
                .imageSize(net.side())
                .build());

    assertThat(contract.embedding()).isEqualTo(new EmbeddingSpec("embedding", 128));
    assertThat(InspectModel.inspect(out).graph().outputs())
        .containsExactly("logits float [?, 7]", "embedding float [?, 128]");
  }

  /** [images, 3, side, side] from [images, side, side, 3]. */
  private static float[] normalized(byte[] pixels, int side, Preprocessing preprocessing) {
    float[] values = new float[pixels.length];
    int plane = side * side;
    boolean unit = preprocessing.scale() != 1;
    for (int i = 0; i < pixels.length; i++) {
      int image = i / (3 * plane);
      int channel = i % 3;
      int pixel = i / 3 % plane;
      float level = unit ? (pixels[i] & 0xff) / 255f : pixels[i] & 0xff;
      values[(image * 3 + channel) * plane + pixel] =
          (level - preprocessing.mean().get(channel).floatValue())
              / preprocessing.std().get(channel).floatValue();
    }
    return values;
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
    assertThat(contract.preprocessing().crop()).isEqualTo(new Size(224, 224));
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
