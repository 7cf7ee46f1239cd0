package dev.tagstream.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoldenImagesTest {

  private static final Path MODEL = Path.of("model.onnx");
  private static final Preprocessing UNCHANGED =
      new Preprocessing(
          Resize.none(),
          null,
          Preprocessing.ChannelOrder.RGB,
          1,
          List.of(0.0, 1.0, 2.0),
          List.of(1.0, 1.0, 2.0));

  /** The level of a tile is its number, times the channel's number from 1 on. */
  private static byte[] numberedTiles() {
    byte[] tiles = new byte[GoldenImage.LEVELS];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] = (byte) (i / 3 * (i % 3 + 1));
    }
    return tiles;
  }

  @Test
  void readsWhatItWrote() {
    GoldenImage image = GoldenImage.of(numberedTiles(), new float[] {0.25f, -3, 1e-7f});
    GoldenImages images = new GoldenImages(List.of(image, image));

    GoldenImages read = GoldenImages.read(MODEL, images.entries().get(ModelDescription.GOLDEN_KEY));

    assertThat(read).isEqualTo(images);
    assertThat(read.all().get(1).answer()).containsExactly(0.25f, -3, 1e-7f);
  }

  @Test
  void aFileWithoutThemHasNone() {
    assertThat(GoldenImages.read(MODEL, null)).isEqualTo(GoldenImages.NONE);
    assertThat(GoldenImages.NONE.entries()).isEmpty();
  }

  @Test
  void tilesFillTheRowsOfAnyLayout() {
    GoldenImage image = GoldenImage.of(numberedTiles(), new float[] {0});

    ByteBuffer bytes =
        image.row(new InputSpec("in", PixelType.UINT8, PixelLayout.NHWC, 16, 32), UNCHANGED);
    ByteBuffer floats =
        image.row(new InputSpec("in", PixelType.FLOAT32, PixelLayout.NCHW, 16, 32), UNCHANGED);

    // row 5, column 21: tile 2 * 8 + 5
    int pixel = 5 * 32 + 21;
    assertThat(bytes.remaining()).isEqualTo(16 * 32 * 3);
    assertThat(bytes.get(3 * pixel)).isEqualTo((byte) 21);
    assertThat(Byte.toUnsignedInt(bytes.get(3 * pixel + 2))).isEqualTo(63);
    assertThat(floats.remaining()).isEqualTo(16 * 32 * 3 * Float.BYTES);
    assertThat(floats.asFloatBuffer().get(pixel)).isEqualTo(21);
    assertThat(floats.asFloatBuffer().get(2 * 16 * 32 + pixel)).isEqualTo((63 - 2) / 2f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[{\"tiles\": \"AAAA\", \"output\": \"AAAAAA==\"}]",
        "[{\"tiles\": 1, \"output\": \"AAAAAA==\"}]",
        "[{\"tiles\": \"!\", \"output\": \"AAAAAA==\"}]",
        "[{\"output\": \"AAAAAA==\"}]",
        "[{\"more\": 1}]",
        "no JSON"
      })
  void refusesAnythingElseInOneLine(String json) {
    assertThatThrownBy(() -> GoldenImages.read(MODEL, json))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageStartingWith("model.onnx: tagstream.golden")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesMoreNumbersThanAFileKeeps() {
    assertThatThrownBy(
            () -> GoldenImage.of(numberedTiles(), new float[GoldenImage.MAX_NUMBERS + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
