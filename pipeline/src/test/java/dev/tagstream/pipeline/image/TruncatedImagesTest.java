package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images whose files end too soon, against what Pillow makes of them. */
class TruncatedImagesTest {

  /** JPEG decoders may round by one from release to release. */
  private static final int LOSSY_TOLERANCE = 1;

  /** Of the small images, above the last row of blocks and what is blended with it. */
  private static final int ROWS_ABOVE = 14;

  private static final ImageDecoder REJECTING = decoder(TruncatedImages.REJECT);
  private static final ImageDecoder TAGGING = decoder(TruncatedImages.TAG);

  @AfterAll
  static void close() {
    REJECTING.close();
    TAGGING.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.jpg",
        "rgb-422.jpg",
        "rgb-444.jpg",
        "rgb-restarts.jpg",
        "rgb-progressive.jpg",
        "rgb-stored.jpg",
        "grey.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "cmyk-progressive.jpg"
      })
  void tagsAJpegThatLacksItsEndMark(String name) throws UnreadableImageException {
    byte[] whole = TestImages.encoded(name);
    for (int missing = 1; missing <= 2; missing++) {
      ImageDecoder.Decoded decoded = REJECTING.decode(Arrays.copyOf(whole, whole.length - missing));

      assertThat(decoded.missing()).isNull();
      assertSame(decoded.pixels(), TestImages.expected(name), LOSSY_TOLERANCE);
    }
  }

  @Test
  void tagsAJpegThatLacksLessThanARowOfBlocksAndTellsIt() throws UnreadableImageException {
    ImageDecoder.Decoded decoded = REJECTING.decode(truncated("nearly-whole.jpg"));

    assertThat(decoded.missing())
        .isEqualTo("2 of 20 blocks are missing because the file is truncated");
    assertSame(
        decoded.pixels(), TestImages.expected("truncated/nearly-whole.jpg"), LOSSY_TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.png", "palette-4-bits.png", "grey-16.png", "rgba.png"})
  void tagsAPngThatLacksItsEndButNoPixels(String name) throws UnreadableImageException {
    byte[] whole = TestImages.encoded(name);
    // the end chunk, the checksum of the data chunk, that of the data
    for (int missing = 1; missing <= 12 + 4 + 4; missing++) {
      ImageDecoder.Decoded decoded = REJECTING.decode(Arrays.copyOf(whole, whole.length - missing));

      assertThat(decoded.missing()).isNull();
      assertSame(decoded.pixels(), TestImages.expected(name), 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rgb.jpg, 'JPEG: 19 of 51 rows are missing because the file is truncated'",
    "rgb-restarts.jpg, 'JPEG: 35 of 51 rows are missing because the file is truncated'",
    "grey.jpg, 'JPEG: 19 of 51 rows are missing because the file is truncated'",
    "cmyk.jpg, 'JPEG: 19 of 51 rows are missing because the file is truncated'",
    "rgb-progressive.jpg, 'JPEG: details are missing because the file ends in scan 5'",
    "rgb.png, 'PNG: 32 of 51 rows are missing because the file is truncated'",
    "palette.png, 'PNG: 26 of 51 rows are missing because the file is truncated'",
    "rgb.bmp, 'BMP: 16 of 51 rows are missing because the file is truncated'"
  })
  void rejectsWhatIsTruncatedOrTagsItIfToldSo(String name, String detail)
      throws UnreadableImageException {
    byte[] cut = truncated(name);
    UnreadableImageException rejected =
        catchThrowableOfType(UnreadableImageException.class, () -> REJECTING.decode(cut));
    ImageDecoder.Decoded decoded = TAGGING.decode(cut);

    assertThat(rejected.reason()).isEqualTo(RejectReason.TRUNCATED_IMAGE);
    assertThat(rejected.detail()).isEqualTo(detail);
    assertThat(detail).endsWith(": " + decoded.missing());
    assertSame(
        decoded.pixels(),
        TestImages.expected("truncated/" + name),
        name.endsWith("jpg") ? LOSSY_TOLERANCE : 0);
  }

  @Test
  void tagsWhatIsTruncatedInFastModeToo() throws UnreadableImageException {
    try (ImageDecoder fast =
        new ImageDecoder(
            TestImages.imageNet(),
            TestImages.LIMITS,
            ImageDecoder.Mode.FAST,
            TruncatedImages.TAG)) {
      assertThat(fast.decode(truncated("rgb.jpg")).missing())
          .isEqualTo("19 of 51 rows are missing because the file is truncated");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.jpg",
        "rgb-restarts.jpg",
        "rgb-progressive.jpg",
        "grey.jpg",
        "cmyk.jpg",
        "cmyk-progressive.jpg",
        "rgb.png",
        "palette-4-bits.png",
        "palette.gif",
        "interlaced.gif",
        "rgb.bmp",
        "rgb-lossless.webp",
        "rgb.webp",
        "rgb-raw.tif",
        "rgb-tiff_lzw.tif"
      })
  void whereverAImageIsCutItIsWholeOrRejected(String name) {
    byte[] whole = TestImages.encoded(name);
    PixelImage expected = TestImages.expected(name);
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        ImageDecoder.Decoded decoded = REJECTING.decode(cut);
        int rows = decoded.missing() == null ? expected.height() : ROWS_ABOVE;
        assertThat(difference(decoded.pixels(), expected, rows))
            .as("%s of %d bytes", name, length)
            .isLessThanOrEqualTo(LOSSY_TOLERANCE);
      } catch (UnreadableImageException rejected) {
        assertOneLine(rejected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.jpg", "rgb-progressive.jpg", "cmyk.jpg", "rgb.png", "palette.gif"})
  void whereverAImageIsCutItsRowsAreSoundOrTold(String name) {
    byte[] whole = TestImages.encoded(name);
    PixelImage expected = TestImages.expected(name);
    for (int length = 1; length < whole.length; length++) {
      try {
        ImageDecoder.Decoded decoded = TAGGING.decode(Arrays.copyOf(whole, length));
        if (decoded.missing() == null) {
          assertSame(decoded.pixels(), expected, LOSSY_TOLERANCE);
        } else {
          assertThat(decoded.missing()).contains("missing").doesNotContain("\n");
        }
      } catch (UnreadableImageException rejected) {
        assertOneLine(rejected);
      }
    }
  }

  private static void assertOneLine(UnreadableImageException rejected) {
    assertThat(rejected.reason())
        .isIn(
            RejectReason.TRUNCATED_IMAGE,
            RejectReason.CORRUPT_IMAGE,
            RejectReason.UNSUPPORTED_FORMAT);
    assertThat(rejected.detail()).isNotBlank().doesNotContain("\n");
  }

  private static void assertSame(PixelImage pixels, PixelImage expected, int tolerance) {
    assertThat(difference(pixels, expected, expected.height())).isLessThanOrEqualTo(tolerance);
  }

  private static int difference(PixelImage pixels, PixelImage expected, int rows) {
    assertThat(pixels.width()).isEqualTo(expected.width());
    assertThat(pixels.height()).isEqualTo(expected.height());
    return TestImages.largestDifference(
        pixels.rgb(), Arrays.copyOf(expected.rgb(), 3 * expected.width() * rows));
  }

  private static byte[] truncated(String name) {
    return TestImages.encoded("truncated/" + name);
  }

  private static ImageDecoder decoder(TruncatedImages truncated) {
    return new ImageDecoder(
        TestImages.unscaled(), TestImages.LIMITS, ImageDecoder.Mode.EXACT, truncated);
  }
}
