package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BMPs that lie about themselves. */
class BmpRefusalsTest {

  private static final int COMPRESSION = 30;
  private static final int RED_MASK = 54;

  private static final ImageDecoder DECODER =
      new ImageDecoder(TestImages.unscaled(), TestImages.LIMITS);

  @AfterAll
  static void close() {
    DECODER.close();
  }

  @ParameterizedTest
  @CsvSource({
    "0000f800, 0000fc00, 0000001f",
    "00000000, 00000000, 00000000",
    "0000f800, 000007a0, 0000001f",
    "ff000000, 000007e0, 0000001f"
  })
  void rejectsMasksThatOverlapHaveGapsAreEmptyOrBeyondThePixel(
      String red, String green, String blue) {
    byte[] bmp = TestImages.encoded("rgb-565-header-56.bmp");
    little(bmp)
        .putInt(RED_MASK, Integer.parseUnsignedInt(red, 16))
        .putInt(RED_MASK + 4, Integer.parseUnsignedInt(green, 16))
        .putInt(RED_MASK + 8, Integer.parseUnsignedInt(blue, 16));

    assertThat(rejected(bmp).reason()).isEqualTo(RejectReason.CORRUPT_IMAGE);
    assertThat(rejected(bmp).detail())
        .isEqualTo(
            "BMP: masks %s, %s and %s of red, green and blue in pixels of 16 bits"
                .formatted(red, green, blue));
  }

  @Test
  void decodesAMaskThatShowsNothingAsNone() throws UnreadableImageException {
    byte[] bmp = TestImages.encoded("rgb-565-header-56.bmp");
    little(bmp).putInt(RED_MASK + 8, 0);
    byte[] expected = TestImages.expected("rgb-565-header-56.bmp").rgb();
    for (int blue = 2; blue < expected.length; blue += 3) {
      expected[blue] = 0;
    }

    assertThat(DECODER.decode(bmp).pixels().rgb()).startsWith(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "rgb-565.bmp, 4, BMP: a JPEG inside",
    "rgb-565.bmp, 5, BMP: a PNG inside",
    "rgb-565.bmp, 9, BMP: compression 9",
    "rgb-os2-header-64.bmp, 4, BMP: compression 4 of OS/2",
    "rgb-os2-header-64.bmp, 3, BMP: compression 3 of OS/2"
  })
  void namesACompressionThatItDoesNotDecode(String name, int compression, String detail) {
    byte[] bmp = TestImages.encoded(name);
    little(bmp).putInt(COMPRESSION, compression);

    assertThat(rejected(bmp).reason()).isEqualTo(RejectReason.UNSUPPORTED_FORMAT);
    assertThat(rejected(bmp).detail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "palette-rle-8.bmp, 2, BMP: 8 bits a pixel as RUNS_OF_4_BITS",
    "palette-rle-8.bmp, 3, BMP: 8 bits a pixel as BIT_FIELDS",
    "rgb-565.bmp, 1, BMP: 16 bits a pixel as RUNS_OF_8_BITS"
  })
  void rejectsACodingThatPixelsOfThisSizeCannotHave(String name, int compression, String detail) {
    byte[] bmp = TestImages.encoded(name);
    little(bmp).putInt(COMPRESSION, compression);

    assertThat(rejected(bmp).reason()).isEqualTo(RejectReason.CORRUPT_IMAGE);
    assertThat(rejected(bmp).detail()).isEqualTo(detail);
  }

  @Test
  void rejectsRunLengthsThatJumpOutOfTheImage() {
    byte[] bmp = TestImages.encoded("palette-rle-8-jumps.bmp");
    int data = little(bmp).getInt(10);
    bmp[data + 2] = 24;

    assertThat(rejected(bmp).detail())
        .isEqualTo("BMP: a jump out of the image, by 24 columns and 7 rows, at byte " + (data + 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "palette-rle-8-padded-by-1.bmp",
        "palette-rle-4-padded-by-9.bmp",
        "palette-rle-8-jumps.bmp",
        "palette-rle-8-top-down.bmp",
        "rgb-565-header-124.bmp",
        "rgb-555-header-56.bmp",
        "palette-os2.bmp",
        "palette-4-bits.bmp"
      })
  void isWholeOrRejectedWhereverItIsCut(String name) {
    byte[] whole = TestImages.encoded(name);
    byte[] expected = TestImages.expected(name).rgb();
    for (int length = 2; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      try {
        assertThat(DECODER.decode(cut).pixels().rgb())
            .as("%s of %d bytes", name, length)
            .startsWith(expected);
        assertThat(length).isGreaterThan(whole.length - 8);
      } catch (UnreadableImageException cutOff) {
        assertThat(cutOff.reason()).isIn(RejectReason.TRUNCATED_IMAGE, RejectReason.CORRUPT_IMAGE);
      }
    }
  }

  private static UnreadableImageException rejected(byte[] encoded) {
    UnreadableImageException rejected =
        catchThrowableOfType(UnreadableImageException.class, () -> DECODER.decode(encoded));
    assertThat(rejected).isNotNull();
    return rejected;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
