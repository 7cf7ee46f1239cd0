package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.export.contract.LabelFile;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Precision;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ResNet-18 that was trained on ImageNet; skipped where the shared data is absent. */
final class RealWeightsTest {

  private static final int SIDE = 224;
  private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> STD = List.of(0.229, 0.224, 0.225);

  private final Path out;

  RealWeightsTest(@TempDir Path folder) {
    this.out = folder.resolve("model.onnx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18-imagenet.pth", "resnet18-imagenet.safetensors"})
  void exportedWeightsGiveTheLogitsOfTheSameNetworkFromElsewhere(String weights)
      throws IOException {
    Path elsewhere = SharedData.file("models/resnet18-imagenet.onnx");
    float[] cat = normalized(SharedData.file("golden/photos__coral__cat.png"));

    Contract contract =
        ExportModel.export(
            ExportRequest.builder(SharedData.file("models/" + weights), out)
                .input(PixelType.FLOAT32)
                .build());

    float[][] expected = OnnxRun.of(elsewhere, cat, 1, SIDE);
    assertThat(OnnxRun.difference(OnnxRun.of(out, cat, 1, SIDE), expected)).isLessThan(1e-4);
    assertThat(contract.architecture()).isEqualTo("resnet18");
    assertThat(contract.parameters()).isEqualTo(11_689_512);
  }

  @Test
  void float16GivesTheSameLogitsToAboutThreeDigits() throws IOException {
    float[] cat = normalized(SharedData.file("golden/photos__coral__cat.png"));
    Path elsewhere = SharedData.file("models/resnet18-imagenet.onnx");

    ExportModel.export(
        ExportRequest.builder(SharedData.file("models/resnet18-imagenet.safetensors"), out)
            .input(PixelType.FLOAT32)
            .precision(Precision.FLOAT16)
            .build());

    float[][] expected = OnnxRun.of(elsewhere, cat, 1, SIDE);
    assertThat(OnnxRun.difference(OnnxRun.of(out, cat, 1, SIDE), expected)).isLessThan(5e-3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"models/resnet18-imagenet.onnx", "onnx/light_resnet50.onnx"})
  void adoptsFilesFromElsewhere(String file) throws IOException {
    Path labels = SharedData.file("labels/imagenet_class_index.json");

    AdoptModel.adopt(
        AdoptRequest.builder(SharedData.file(file), "torchvision", out)
            .labels(labels.toString())
            .build());

    ModelSummary summary = InspectModel.inspect(out);
    assertThat(summary.labels().classes()).hasSize(1000);
    assertThat(summary.graph().stages())
        .last()
        .hasToString("Stage[name=output, blocks=0, shape=[1000]]");
    assertThat(summary.graph().stoppedAt()).isEmpty();
  }

  @Test
  void theBuiltInLabelsAreThoseThatKerasDecodes() throws IOException {
    assertThat(LabelFile.named("imagenet"))
        .isEqualTo(LabelFile.read(SharedData.file("labels/imagenet_class_index.json")));
  }

  @Test
  void theTableOfALightResNet50IsThePapers() throws IOException {
    ModelSummary summary = InspectModel.inspect(SharedData.file("onnx/light_resnet50.onnx"));

    assertThat(summary.contract()).isNull();
    assertThat(summary.text())
        .contains(
            """
            stem                  64x112x112
            pool                  64x56x56
            stage 1            3  256x56x56
            stage 2            4  512x28x28
            stage 3            6  1024x14x14
            stage 4            3  2048x7x7
            output                1000
            """);
  }

  /** [1, 3, 224, 224] as torchvision normalizes. */
  private static float[] normalized(Path png) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    float[] values = new float[3 * SIDE * SIDE];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < SIDE * SIDE; i++) {
        int rgb = image.getRGB(i % SIDE, i / SIDE);
        int value = (rgb >> (16 - 8 * channel)) & 0xff;
        values[channel * SIDE * SIDE + i] =
            (float) ((value / 255.0 - MEAN.get(channel)) / STD.get(channel));
      }
    }
    return values;
  }
}
