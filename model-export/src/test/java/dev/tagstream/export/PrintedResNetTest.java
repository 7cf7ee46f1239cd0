package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.PixelType;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ResNet that many pages print for PyTorch; made by make_golden_printed.py. */
final class PrintedResNetTest {

  private static final int SIDE = 224;

  private final Path weights;
  private final Path out;

  PrintedResNetTest(@TempDir Path folder) {
    this.weights = GoldenNet.unpacked("printed50.pth", folder);
    this.out = folder.resolve("model.onnx");
  }

  @Test
  void exportedNetGivesPyTorchsLogits() throws IOException {
    float[][] expected =
        new JsonMapper().readValue(GoldenNet.resource("printed50.json").toFile(), float[][].class);

    Contract contract =
        ExportModel.export(ExportRequest.builder(weights, out).input(PixelType.FLOAT32).build());

    float[][] logits = OnnxRun.of(out, GoldenNet.images(SIDE), GoldenNet.IMAGES, SIDE);
    assertThat(OnnxRun.difference(logits, expected)).isLessThan(1e-5);
    assertThat(contract.output().classes()).isEqualTo(5);
  }

  @Test
  void takesImagesOfOneSizeOnly() {
    ExportRequest request = ExportRequest.builder(weights, out).imageSize(160).build();

    assertThatThrownBy(() -> ExportModel.export(request))
        .isInstanceOf(ExportException.class)
        .hasMessage(weights + ": this network takes images of 224 pixels only; set --size 224");
  }
}
