package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Resize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and in which words. */
class ImageRefusalsTest {

  private static final ImageDecoder DECODER =
      new ImageDecoder(TestImages.imageNet(), new ImageLimits(100_000, 1_000_000, 5_000));

  @AfterAll
  static void close() {
    DECODER.close();
  }

  @Test
  void rejectsNoBytesAsEmpty() {
    assertRejected(new byte[0], RejectReason.EMPTY_IMAGE, "the image has 0 bytes");
  }

  @Test
  void rejectsMoreBytesThanTheLimit() {
    assertRejected(
        new byte[100_001],
        RejectReason.TOO_MANY_BYTES,
        "100001 bytes, but an image may have 100000");
  }

  @Test
  void rejectsTextQuotingItsFirstBytes() {
    assertRejected(
        "hello, world, hello".getBytes(StandardCharsets.UTF_8),
        RejectReason.UNSUPPORTED_FORMAT,
        "no known image format begins with the bytes 68 65 6c 6c 6f 2c 20 77 6f 72 6c 64");
  }

  @ParameterizedTest
  @CsvSource({
    "0000001c6674797061766966, 'AVIF is not supported; convert it to JPEG, PNG or WebP'",
    "0000001c667479706d69663100000000617669666d696166,"
        + " 'AVIF is not supported; convert it to JPEG, PNG or WebP'",
    "0000001c6674797068656963, 'HEIC is not supported; convert it to JPEG, PNG or WebP'",
    "0000001c667479706d69663100000000686569636d696166,"
        + " 'HEIC is not supported; convert it to JPEG, PNG or WebP'",
    "0000001c6674797069736f6d0000000069736f6d61766331, MP4 video is not decoded",
    "ff0a1234, 'JPEG XL is not supported; convert it to JPEG, PNG or WebP'",
    "0000000c6a5020200d0a870a, 'JPEG 2000 is not supported; convert it to JPEG, PNG or WebP'",
    "00000100010010100000, 'Windows icon is not supported; convert it to JPEG, PNG or WebP'",
    "255044462d312e34, PDF is not decoded",
    "3c73766720786d6c, SVG or other XML is not decoded"
  })
  void namesFormatsThatItKnowsButDoesNotDecode(String bytes, String detail) {
    assertRejected(HexFormat.of().parseHex(bytes), RejectReason.UNSUPPORTED_FORMAT, detail);
  }

  @Test
  void rejectsAPngOfTooManyPixelsByItsHeader() {
    byte[] bomb = TestImages.encoded("rgb.png");
    ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);

    assertRejected(
        bomb, RejectReason.TOO_MANY_PIXELS, "PNG: 60000x60000 pixels, but a side may have 5000");
  }

  @Test
  void rejectsAPngWhoseChunkIsLongerThanTheFileBeforeRoomIsMadeForIt() {
    byte[] png = TestImages.encoded("rgb.png");
    ByteBuffer.wrap(png).putInt(33, Integer.MIN_VALUE);

    assertRejected(
        png,
        RejectReason.CORRUPT_IMAGE,
        "PNG: a chunk of 2147483648 bytes at byte 33 of " + png.length);
  }

  @Test
  void rejectsAGifWhoseScreenIsTooLarge() {
    byte[] bomb = TestImages.encoded("palette.gif");
    little(bomb).putShort(6, (short) 4_000).putShort(8, (short) 4_000);

    assertRejected(
        bomb, RejectReason.TOO_MANY_PIXELS, "GIF: 4000x4000 pixels, but an image may have 1000000");
  }

  @Test
  void rejectsAGifWhoseFrameReachesTooFar() {
    byte[] bomb = TestImages.encoded("small-frame.gif");
    int frame = bomb.length - 1;
    while (bomb[frame] != 0x2C || little(bomb).getShort(frame + 1) != 5) {
      frame--;
    }
    little(bomb).putShort(frame + 1, (short) 60_000);

    assertRejected(
        bomb, RejectReason.TOO_MANY_PIXELS, "GIF: 60023x30 pixels, but a side may have 5000");
  }

  @Test
  void rejectsAWebpOfTooManyPixelsByItsHeader() {
    byte[] bomb = TestImages.encoded("animated.webp");
    Arrays.fill(bomb, 24, 30, (byte) 0xFF);

    assertRejected(
        bomb,
        RejectReason.TOO_MANY_PIXELS,
        "WEBP: 16777216x16777216 pixels, but a side may have 5000");
  }

  @Test
  void rejectsABmpOfTooManyPixelsByItsHeader() {
    byte[] bomb = TestImages.encoded("rgb.bmp");
    little(bomb).putInt(18, 60_000).putInt(22, -60_000);

    assertRejected(
        bomb, RejectReason.TOO_MANY_PIXELS, "BMP: 60000x60000 pixels, but a side may have 5000");
  }

  @Test
  void rejectsATiffOfTooManyPixelsByItsHeader() {
    byte[] bomb = TestImages.encoded("rgb-16.tif");
    ByteBuffer tiff = little(bomb);
    int directory = tiff.getInt(4);
    tiff.putInt(directory + 2 + 8, 60_000).putInt(directory + 2 + 12 + 8, 60_000);

    assertRejected(
        bomb, RejectReason.TOO_MANY_PIXELS, "TIFF: 60000x60000 pixels, but a side may have 5000");
  }

  @Test
  void rejectsAJpegOfTooManyPixelsByItsHeader() {
    byte[] bomb = TestImages.encoded("rgb.jpg");
    int frame = 0;
    while (bomb[frame] != (byte) 0xFF || bomb[frame + 1] != (byte) 0xC0) {
      frame++;
    }
    ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000);

    assertRejected(
        bomb, RejectReason.TOO_MANY_PIXELS, "JPEG: 60000x60000 pixels, but a side may have 5000");
  }

  @Test
  void rejectsAnImageThatTheModelsResizeWouldBlowUp() {
    Resize resize =
        new Resize(Resize.Rule.SHORTEST_SIDE, 4_000, 4_000, Resize.Filter.BILINEAR, true);
    try (ImageDecoder decoder =
        new ImageDecoder(
            TestImages.preprocessing(resize, null), new ImageLimits(100_000, 1_000_000, 5_000))) {
      UnreadableImageException rejected =
          catchThrowableOfType(
              UnreadableImageException.class, () -> decoder.decode(TestImages.encoded("rgb.png")));

      assertThat(rejected.reason()).isEqualTo(RejectReason.TOO_MANY_PIXELS);
      assertThat(rejected.detail())
          .isEqualTo(
              "23x17 pixels become 5411x4000 by the model's resize, but an image may have 1000000");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.jpg",
        "rgb-progressive.jpg",
        "cmyk.jpg",
        "cmyk-progressive.jpg",
        "rgb.png",
        "palette.png",
        "rgb.webp",
        "rgb-lossless.webp",
        "rgba.webp",
        "animated.webp",
        "palette.gif",
        "interlaced.gif",
        "rgb.bmp",
        "palette.bmp",
        "rgb-big-endian.tif",
        "rgb-tiff_lzw.tif",
        "rgb-jpeg.tif",
        "rgb-tiled.tif"
      })
  void rejectsATruncatedImage(String name) {
    byte[] whole = TestImages.encoded(name);
    for (int percent : new int[] {30, 60, 90}) {
      byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
      UnreadableImageException rejected =
          catchThrowableOfType(UnreadableImageException.class, () -> DECODER.decode(cut));

      assertThat(rejected).as("%s cut at %d %%", name, percent).isNotNull();
      assertThat(rejected.reason()).isIn(RejectReason.CORRUPT_IMAGE, RejectReason.TRUNCATED_IMAGE);
      assertThat(rejected.detail()).isNotBlank().doesNotContain("\n");
    }
  }

  private static void assertRejected(byte[] encoded, RejectReason reason, String detail) {
    UnreadableImageException rejected =
        catchThrowableOfType(UnreadableImageException.class, () -> DECODER.decode(encoded));

    assertThat(rejected).isNotNull();
    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.detail()).isEqualTo(detail);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
