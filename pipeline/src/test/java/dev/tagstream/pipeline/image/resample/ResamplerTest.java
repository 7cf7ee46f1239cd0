package dev.tagstream.pipeline.image.resample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.TestImages;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Color;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scaling against frozen outputs of Pillow, to the bit. */
class ResamplerTest {

  @ParameterizedTest
  @EnumSource(Resize.Filter.class)
  void scalesAsPillowDoes(Resize.Filter filter) throws UnreadableImageException {
    int[][] sizes = {{11, 7}, {50, 41}, {1, 1}, {23, 5}, {7, 40}};
    for (int[] size : sizes) {
      Resize resize = new Resize(Resize.Rule.EXACT, size[1], size[0], filter, true);
      String name = "%s-%dx%d.rgb".formatted(filter, size[0], size[1]);

      assertThat(scaled("rgb.png", resize, null))
          .as(name)
          .isEqualTo(TestImages.read(TestImages.FOLDER.resolve("resampled").resolve(name)));
    }
  }

  @ParameterizedTest
  @EnumSource(Resize.Filter.class)
  void computesACropAsThatPartOfTheWhole(Resize.Filter filter) throws UnreadableImageException {
    Resize resize = new Resize(Resize.Rule.EXACT, 41, 50, filter, true);
    byte[] whole =
        TestImages.read(TestImages.FOLDER.resolve("resampled").resolve(filter + "-50x41.rgb"));

    byte[] crop = scaled("rgb.png", resize, new Size(6, 9));

    // (50 - 9) / 2 = 20.5 rounds to the even 20, (41 - 6) / 2 = 17.5 to the even 18
    for (int y = 0; y < 6; y++) {
      int from = 3 * ((18 + y) * 50 + 20);
      assertThat(Arrays.copyOfRange(crop, 27 * y, 27 * (y + 1)))
          .isEqualTo(Arrays.copyOfRange(whole, from, from + 27));
    }
  }

  @Test
  void samplesAtHalfPixelCentersWithoutAntialiasing() throws UnreadableImageException {
    // 16 columns of a ramp become 4: each lies midway between columns 4i + 1 and 4i + 2
    byte[] scaled = ramp(new Resize(Resize.Rule.EXACT, 1, 4, Resize.Filter.BILINEAR, false));

    assertThat(scaled)
        .containsExactly(15, 15, 15, 55, 55, 55, 95, 95, 95, (byte) 135, (byte) 135, (byte) 135);
  }

  @Test
  void averagesOverTheShrunkenAreaWithAntialiasing() throws UnreadableImageException {
    byte[] scaled = ramp(new Resize(Resize.Rule.EXACT, 1, 4, Resize.Filter.BOX, true));

    assertThat(scaled)
        .containsExactly(15, 15, 15, 55, 55, 55, 95, 95, 95, (byte) 135, (byte) 135, (byte) 135);
  }

  @Test
  void padsWithBlackWhereTheCropIsLarger() throws UnreadableImageException {
    Resize none = new Resize(Resize.Rule.NONE, 0, 0, Resize.Filter.BILINEAR, true);

    byte[] padded = scaled("one-pixel.png", none, new Size(2, 4));

    // torchvision pads (4 - 1) / 2 = 1 column to the left and (2 - 1) / 2 = 0 rows above
    byte[] expected = new byte[3 * 4 * 2];
    expected[3] = 9;
    expected[4] = 8;
    expected[5] = 7;
    assertThat(padded).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "31, 40", "60, 41", "9, 4", "3, 64"})
  void fitsImagesIntoALetterboxAsUltralyticsDoes(int width, int height)
      throws UnreadableImageException {
    String size = "-%dx%d.rgb".formatted(width, height);

    assertThat(scaled("rgb.png", letterbox(width, height, true), null))
        .isEqualTo(
            TestImages.read(TestImages.FOLDER.resolve("resampled/letterbox-averaged" + size)));
    byte[] sampled =
        TestImages.read(TestImages.FOLDER.resolve("resampled/letterbox-sampled" + size));
    assertThat(
            TestImages.largestDifference(
                scaled("rgb.png", letterbox(width, height, false), null), sampled))
        .isLessThanOrEqualTo(1);
  }

  @Test
  void letterboxesOfAnImageLeaveNothingOfTheLastOne() throws UnreadableImageException {
    try (ImageDecoder decoder =
        new ImageDecoder(
            TestImages.preprocessing(letterbox(3, 3, true), null), TestImages.LIMITS)) {
      decoder.decode(TestImages.encoded("rgb.png"));
      byte[] square = decoder.decode(TestImages.encoded("one-pixel.png")).pixels().rgb().clone();
      byte[] wide = decoder.decode(TestImages.encoded("rgb.png")).pixels().rgb();

      for (int i = 0; i < square.length; i += 3) {
        assertThat(Arrays.copyOfRange(square, i, i + 3)).containsExactly(9, 8, 7);
      }
      // 23x17 becomes 3x2: the odd row is padded below
      assertThat(Arrays.copyOfRange(wide, 18, 27)).startsWith(114, 20, 200).endsWith(114, 20, 200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "500, 375, 64, 48, 0, 8",
    "375, 500, 48, 64, 8, 0",
    "1000, 333, 64, 21, 0, 21",
    "10000, 1, 64, 1, 0, 31",
    "7, 64, 7, 64, 28, 0",
    "1, 1, 64, 64, 0, 0"
  })
  void keepsTheRatioInALetterbox(
      int width, int height, int scaledWidth, int scaledHeight, int left, int top)
      throws UnreadableImageException {
    ImageHeader header =
        new ImageHeader(ImageFormat.PNG, width, height, 3, 1, 1, ImageHeader.ANY_PIXELS);

    OutputGeometry geometry =
        OutputGeometry.of(
            header, letterbox(64, 64, true), null, TestImages.LIMITS.maxOutputPixels());

    assertThat(geometry)
        .isEqualTo(
            new OutputGeometry(
                64,
                64,
                new AxisWindow(width, scaledWidth, 0, scaledWidth),
                new AxisWindow(height, scaledHeight, 0, scaledHeight),
                left,
                top));
  }

  @ParameterizedTest
  @CsvSource({
    "500, 375, 256, 224, 341, 256, 58, 16",
    "375, 501, 256, 224, 256, 342, 16, 59",
    "333, 1000, 255, 225, 255, 765, 15, 270",
    "1, 1000, 3, 2, 3, 3000, 0, 1499"
  })
  void resizesTheShorterSideAndCropsAsTorchvisionDoes(
      int width,
      int height,
      int size,
      int crop,
      int scaledWidth,
      int scaledHeight,
      int left,
      int top)
      throws UnreadableImageException {
    ImageHeader header =
        new ImageHeader(ImageFormat.PNG, width, height, 3, 1, 1, ImageHeader.ANY_PIXELS);
    Resize resize = new Resize(Resize.Rule.SHORTEST_SIDE, size, size, Resize.Filter.BILINEAR, true);

    OutputGeometry geometry =
        OutputGeometry.of(
            header, resize, new Size(crop, crop), TestImages.LIMITS.maxOutputPixels());

    assertThat(geometry)
        .isEqualTo(
            new OutputGeometry(
                crop,
                crop,
                new AxisWindow(width, scaledWidth, left, crop),
                new AxisWindow(height, scaledHeight, top, crop),
                0,
                0));
  }

  private static Resize letterbox(int width, int height, boolean antialias) {
    return new Resize(
        Resize.Rule.LETTERBOX,
        height,
        width,
        Resize.Filter.BILINEAR,
        antialias,
        new Color(114, 20, 200));
  }

  /** A row of 16 pixels, each level 10 above the last. */
  private static byte[] ramp(Resize resize) throws UnreadableImageException {
    byte[] row = new byte[3 * 16];
    for (int i = 0; i < row.length; i++) {
      row[i] = (byte) (10 * (i / 3));
    }
    ImageHeader header = new ImageHeader(ImageFormat.PNG, 16, 1, 3, 1, 1, ImageHeader.ANY_PIXELS);
    OutputGeometry geometry =
        OutputGeometry.of(header, resize, null, TestImages.LIMITS.maxOutputPixels());
    byte[] rgb = new byte[3 * geometry.width() * geometry.height()];
    try (NativeImage source = new NativeImage();
        ImageScaler scaler = ImageScaler.exact(resize)) {
      source.create(16, 1);
      source.setRow(0, 0, 16, row);
      scaler.scale(source, geometry, rgb);
    }
    return rgb;
  }

  private static byte[] scaled(String name, Resize resize, @Nullable Size crop)
      throws UnreadableImageException {
    try (ImageDecoder decoder =
        new ImageDecoder(TestImages.preprocessing(resize, crop), TestImages.LIMITS)) {
      return decoder.decode(TestImages.encoded(name)).pixels().rgb();
    }
  }
}
