package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.export.resnet.PoolPadding;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every format, name and variant that Keras' ResNets come in. */
final class KerasExportTest {

  /** Of the range of the logits, as the issue asks. */
  private static final double TOLERANCE = 1e-4;

  private final Path folder;
  private final Path out;

  KerasExportTest(@TempDir Path folder) {
    this.folder = folder;
    this.out = folder.resolve("model.onnx");
  }

  @ParameterizedTest
  @CsvSource({
    "keras50-legacy.h5, resnet50, BGR",
    "keras50.weights.h5, resnet50, BGR",
    "keras50v2.keras, resnet50, RGB",
    "keras50-original.h5, resnet50, BGR",
    "keras50-transferred.h5, , BGR",
    "keras50-transferred.keras, , BGR",
    "keras18-small-image.h5, resnet18, BGR",
    "keras34-small-image.keras, , BGR",
  })
  void exportedNetGivesKerasLogits(String file, String architecture, ChannelOrder channels) {
    GoldenNet net = GoldenNet.ofKeras(file, folder);

    Contract contract = export(net);

    float[][] logits = OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isLessThan(TOLERANCE);
    assertThat(contract.architecture()).isEqualTo(architecture);
    assertThat(contract.parameters()).isEqualTo(net.parameters());
    assertThat(contract.preprocessing().channelOrder()).isEqualTo(channels);
    assertThat(contract.output().classes()).isEqualTo(7);
  }

  @Test
  void preparesImagesForTheFirstVersionAsCaffeDid() {
    Preprocessing preprocessing = export(keras("keras50.weights.h5")).preprocessing();

    assertThat(preprocessing.resize())
        .isEqualTo(new Resize(Resize.Rule.EXACT, 64, 64, Resize.Filter.NEAREST, false));
    assertThat(preprocessing.crop()).isNull();
    assertThat(preprocessing.scale()).isEqualTo(1);
    assertThat(preprocessing.mean()).containsExactly(103.939, 116.779, 123.68);
    assertThat(preprocessing.std()).containsExactly(1.0, 1.0, 1.0);
  }

  @Test
  void preparesImagesForTheSecondVersionFromMinusOneToOne() {
    Preprocessing preprocessing = export(keras("keras50v2.keras")).preprocessing();

    assertThat(preprocessing.resize())
        .isEqualTo(new Resize(Resize.Rule.EXACT, 64, 64, Resize.Filter.NEAREST, false));
    assertThat(preprocessing.scale()).isEqualTo(1 / 127.5);
    assertThat(preprocessing.mean()).containsExactly(1.0, 1.0, 1.0);
    assertThat(preprocessing.std()).containsExactly(1.0, 1.0, 1.0);
  }

  private GoldenNet keras(String file) {
    return GoldenNet.ofKeras(file, folder);
  }

  private Contract export(GoldenNet net) {
    return ExportModel.export(
        ExportRequest.builder(net.weights(), out)
            .input(PixelType.FLOAT32)
            .imageSize(net.side())
            .poolPadding(
                net.weights().endsWith("keras50-original.h5") ? PoolPadding.ONE_PIXEL : null)
            .build());
  }
}
