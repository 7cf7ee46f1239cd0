package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.pipeline.SharedData;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.record.Tag;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real networks that others made, against what ONNX Runtime gave for them elsewhere. */
class ForeignModelsTest {

  private static final int SIDE = 224;
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] STD = {0.229, 0.224, 0.225};

  @Test
  void refusesAModelThatCarriesNoContract() {
    Path file = SharedData.path("models/resnet18-imagenet.onnx");

    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(
            file + ": carries no tagstream.contract metadata; give it one with: tagstream export");
  }

  @Test
  void givesTheTopFiveOfAnImageNetResNet18(@TempDir Path folder) throws Exception {
    Path plain = SharedData.path("models/resnet18-imagenet.onnx");
    JsonNode photos =
        new ObjectMapper().readTree(SharedData.path("expected-resnet18.json").toFile());
    Path file = withContract(plain, folder, "input", "logits", "logits");

    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 1)) {
      TopTags topFive = new TopTags(model.contract(), 5);
      for (JsonNode photo : photos) {
        Path golden = SharedData.path(photo.get("golden").textValue());
        assertTopFive(topFive.of(model.score(normalized(golden), 1), 0), photo.get("top5"));
      }
    }
    assertThat(photos).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void runsAThirdPartyResNet50OfFixedBatchImageByImage(@TempDir Path folder) throws Exception {
    Path plain = SharedData.path("onnx/light_resnet50.onnx");
    Path file = withContract(plain, folder, "gpu_0/data_0", "gpu_0/softmax_1", "probabilities");

    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 8)) {
      ByteBuffer rows =
          ByteBuffer.allocateDirect(3 * model.contract().input().rowBytes())
              .order(ByteOrder.nativeOrder());

      assertThat(model.contract().fixedBatch()).isEqualTo(1);
      assertThat(model.score(rows, 3))
          .hasSize(3000)
          .containsOnly(new float[] {0.001f}, within(1e-6f));
    }
  }

  private static void assertTopFive(List<Tag> tags, JsonNode expected) {
    assertThat(tags).hasSize(5);
    for (int place = 0; place < 5; place++) {
      Tag tag = tags.get(place);
      assertThat(tag.index()).isEqualTo(expected.get(place).get("index").intValue());
      assertThat((double) tag.score())
          .isCloseTo(expected.get(place).get("score").doubleValue(), within(0.001));
    }
  }

  /** float32 [1, 3, 224, 224] as torchvision normalises it. */
  private static ByteBuffer normalized(Path png) throws Exception {
    BufferedImage image = ImageIO.read(png.toFile());
    ByteBuffer row =
        ByteBuffer.allocateDirect(3 * SIDE * SIDE * Float.BYTES).order(ByteOrder.nativeOrder());
    for (int channel = 0; channel < 3; channel++) {
      int shift = 16 - 8 * channel;
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          int value = image.getRGB(x, y) >> shift & 0xff;
          row.putFloat((float) ((value / 255.0 - MEAN[channel]) / STD[channel]));
        }
      }
    }
    return row.flip();
  }

  private static Path withContract(
      Path plain, Path folder, String input, String output, String kind) throws Exception {
    String contract =
        """
        {"version": 1, "name": "foreign", "source": {"file": "foreign.onnx", "sha256": "%s"},
         "input": {"name": "%s", "type": "float32", "layout": "NCHW", "height": 224, "width": 224},
         "preprocessing": {
           "resize": {"rule": "shortest-side", "size": 256, "filter": "bilinear", "antialias": true},
           "crop": {"height": 224, "width": 224}, "channelOrder": "RGB", "scale": 0.00392156862745098,
           "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]},
         "output": {"name": "%s", "kind": "%s", "classes": 1000, "topK": 5}}"""
            .formatted("0".repeat(64), input, output, kind);
    ModelProto model =
        ModelProto.parseFrom(Files.readAllBytes(plain)).toBuilder()
            .addMetadataProps(
                StringStringEntryProto.newBuilder().setKey("tagstream.contract").setValue(contract))
            .build();
    return Files.write(folder.resolve("foreign.onnx"), model.toByteArray());
  }
}
