package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagstream.pipeline.image.format.XmpOrientation;
import dev.tagstream.pipeline.image.png.PngChunks;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of JPEG that are not decoded, and metadata that must not keep others from it. */
class JpegKindsTest {

  private static final int FIRST_FRAME = 0xC0;

  private static final ImageDecoder DECODER =
      new ImageDecoder(TestImages.unscaled(), TestImages.LIMITS);

  @AfterAll
  static void close() {
    DECODER.close();
  }

  @ParameterizedTest
  @CsvSource({
    "C3, 8, JPEG: lossless coding is not decoded",
    "C3, 16, JPEG: lossless coding is not decoded",
    "CB, 8, JPEG: lossless coding is not decoded",
    "C5, 8, JPEG: hierarchical coding is not decoded",
    "C6, 8, JPEG: hierarchical coding is not decoded",
    "C7, 8, JPEG: hierarchical coding is not decoded",
    "CD, 8, JPEG: hierarchical coding is not decoded",
    "CE, 8, JPEG: hierarchical coding is not decoded",
    "CF, 8, JPEG: hierarchical coding is not decoded",
    "DE, 8, JPEG: hierarchical coding is not decoded",
    "F7, 8, JPEG: JPEG-LS is not decoded",
    "C1, 12, 'JPEG: 12 bits a sample, only 8 are decoded'"
  })
  void namesACodingThatItDoesNotDecode(String marker, int bits, String detail) {
    byte[] jpeg = TestImages.encoded("rgb.jpg");
    int frame = frame(jpeg);
    jpeg[frame + 1] = (byte) Integer.parseInt(marker, 16);
    jpeg[frame + 4] = (byte) bits;

    UnreadableImageException rejected =
        catchThrowableOfType(UnreadableImageException.class, () -> DECODER.decode(jpeg));

    assertThat(rejected.reason()).isEqualTo(RejectReason.UNSUPPORTED_FORMAT);
    assertThat(rejected.detail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 2", "3, 1"})
  void passesOverPartsOfAColorProfileThatAreMissingOrThereTwice(int first, int second)
      throws UnreadableImageException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    byte[] image = TestImages.encoded("cmyk.jpg");
    jpeg.write(image, 0, 2);
    jpeg.writeBytes(profilePart(first));
    jpeg.writeBytes(profilePart(second));
    jpeg.write(image, 2, image.length - 2);

    PixelImage pixels = DECODER.decode(jpeg.toByteArray()).pixels();

    assertThat(TestImages.largestDifference(pixels.rgb(), TestImages.expected("cmyk.jpg").rgb()))
        .isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "tiff:Orientation=\"6\", 17, 23",
    "tiff:Orientation = '6', 17, 23",
    "<tiff:Orientation> 8 </tiff:Orientation>, 17, 23",
    "tiff:Orientation=\"3\" tiff:Orientation=\"6\", 23, 17",
    "tiff:Orientation tiff:Orientation=\"6\", 17, 23",
    "tiff:Orientation=\"9\", 23, 17",
    "tiff:Orientation=6, 23, 17",
    "tiff:Orientation=\", 23, 17",
    "tiff:Orientation, 23, 17",
    "tiff:Orientatio, 23, 17"
  })
  void takesTheFirstOrientationOfXmp(String xmp, int width, int height)
      throws UnreadableImageException {
    ImageDecoder.Decoded decoded = DECODER.decode(withXmp("rgb.jpg", xmp));

    assertThat(decoded.originalWidth()).isEqualTo(width);
    assertThat(decoded.originalHeight()).isEqualTo(height);
  }

  @Test
  void searchesTenMegabytesOfXmpOfAPng() throws UnreadableImageException {
    String xmp = "<a>".repeat(3_300_000) + "tiff:Orientation=\"6\"";
    byte[] data = ("XML:com.adobe.xmp\0\0\0\0\0" + xmp).getBytes(StandardCharsets.US_ASCII);
    byte[] image = TestImages.encoded("rgb.png");
    ByteBuffer png = ByteBuffer.allocate(image.length + PngChunks.OVERHEAD + data.length);
    png.put(image, 0, 33).put(BombsTest.chunk("iTXt", data)).put(image, 33, image.length - 33);

    ImageDecoder.Decoded decoded = DECODER.decode(png.array());

    assertThat(decoded.originalWidth()).isEqualTo(17);
    assertThat(decoded.originalHeight()).isEqualTo(23);
  }

  private static int frame(byte[] jpeg) {
    int at = 0;
    while (jpeg[at] != (byte) 0xFF || jpeg[at + 1] != (byte) FIRST_FRAME) {
      at++;
    }
    return at;
  }

  private static byte[] profilePart(int number) {
    byte[] part =
        ("\u00FF\u00E2\0\0ICC_PROFILE\0" + (char) number + "\3sixteen bytes...")
            .getBytes(StandardCharsets.ISO_8859_1);
    part[3] = (byte) (part.length - 2);
    return part;
  }

  private static byte[] withXmp(String name, String xmp) {
    byte[] image = TestImages.encoded(name);
    byte[] data = (XmpOrientation.PREFIX + xmp).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer jpeg = ByteBuffer.allocate(image.length + 4 + data.length);
    jpeg.put(image, 0, 2).putShort((short) 0xFFE1).putShort((short) (2 + data.length));
    return jpeg.put(data).put(image, 2, image.length - 2).array();
  }
}
