package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.png.PngChunks;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few bytes that would take much time or memory to decode. */
class BombsTest {

  private static final ImageDecoder DECODER =
      new ImageDecoder(TestImages.imageNet(), new ImageLimits(32_000_000, 100_000_000, 30_000));

  /** Where the first chunk behind a PNG's header begins. */
  private static final int BEHIND_PNG_HEADER = 33;

  @AfterAll
  static void close() {
    DECODER.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.jpg",
        "rgb-progressive.jpg",
        "rgb.png",
        "palette.gif",
        "palette-rle-8.bmp",
        "rgb-raw.tif",
        "rgb-packbits.tif",
        "rgb-tiff_lzw.tif",
        "rgb-tiff_adobe_deflate.tif",
        "rgb-jpeg.tif"
      })
  void rejectsAHeaderThatClaimsMorePixelsThanItsBytesCanHold(String name)
      throws UnreadableImageException {
    byte[] image = TestImages.encoded(name);
    HeaderSize.set(image, 20_000, 4_000);
    ImageHeader header = HeaderReader.read(ByteRange.of(image));

    assertThat(rejected(image).reason()).isEqualTo(RejectReason.CORRUPT_IMAGE);
    assertThat(rejected(image).detail())
        .isEqualTo(
            "%s: 20000x4000 pixels, but its bytes hold at most %d"
                .formatted(header.format(), header.mostPixels()));
  }

  @Test
  void rejectsABmpThatClaimsMoreRowsThanItsBytesHold() {
    byte[] bmp = TestImages.encoded("rgb.bmp");
    HeaderSize.set(bmp, 23, 4_000_000 / 23);

    assertThat(rejected(bmp).reason()).isEqualTo(RejectReason.TOO_MANY_PIXELS);

    HeaderSize.set(bmp, 23, 20_000);

    assertThat(rejected(bmp).reason()).isEqualTo(RejectReason.TRUNCATED_IMAGE);
    assertThat(rejected(bmp).detail())
        .isEqualTo("BMP: 19983 of 20000 rows are missing because the file is truncated");

    HeaderSize.set(bmp, 20_000, 4_000);

    assertThat(rejected(bmp).detail()).isEqualTo("BMP: it ends before its first row of pixels");
  }

  @Test
  void rejectsAJpegOfMoreThanAHundredScans() {
    byte[] jpeg = withScans(TestImages.encoded("rgb-progressive.jpg"), 100);

    assertThat(rejected(jpeg).reason()).isEqualTo(RejectReason.UNSUPPORTED_FORMAT);
    assertThat(rejected(jpeg).detail()).isEqualTo("JPEG: more than 100 scans");
  }

  @Test
  void rejectsALargeJpegOfManyScans() {
    byte[] jpeg = withScans(TestImages.encoded("rgb-progressive.jpg"), 70);
    HeaderSize.set(jpeg, 8_000, 8_000);

    assertThat(rejected(jpeg).reason()).isEqualTo(RejectReason.TOO_MANY_PIXELS);
    assertThat(rejected(jpeg).detail())
        .isEqualTo("JPEG: 8000x8000 pixels, but an image of 80 scans may have 25000000");
  }

  @Test
  void decodesAProgressiveJpegOfManyScansIfItIsSmall() throws UnreadableImageException {
    byte[] jpeg = withScans(TestImages.encoded("rgb-progressive.jpg"), 70);

    assertThat(DECODER.decode(jpeg).pixels().width()).isEqualTo(224);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void doesNotUnfoldTheTextsOfAPng() throws UnreadableImageException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes("k\0\0".getBytes(StandardCharsets.UTF_8));
    text.writeBytes(compressed(7_900_000));
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    byte[] image = TestImages.encoded("rgb.png");
    png.write(image, 0, BEHIND_PNG_HEADER);
    for (int i = 0; i < 900; i++) {
      png.writeBytes(chunk("zTXt", text.toByteArray()));
    }
    png.write(image, BEHIND_PNG_HEADER, image.length - BEHIND_PNG_HEADER);
    long before = ProcessMemory.peakBytes();

    DECODER.decode(png.toByteArray());

    // libpng would keep 7 GB of text
    assertThat(ProcessMemory.peakBytes() - before).isLessThan(100L << 20);
  }

  @Test
  void rejectsAnImageThatTheHeapCannotHold() {
    try (ImageDecoder decoder =
        new ImageDecoder(TestImages.imageNet(), new ImageLimits(32_000_000, 900_000_000, 30_000))) {
      // one strip as high as the image, and its three channels: 3 GB
      byte[] tiff = Arrays.copyOf(TestImages.encoded("rgb-tiff_adobe_deflate.tif"), 3_000_000);
      HeaderSize.set(tiff, 23_000, 23_000);
      setRowsPerStrip(tiff, 23_000);
      UnreadableImageException rejected =
          catchThrowableOfType(UnreadableImageException.class, () -> decoder.decode(tiff));

      assertThat(rejected.reason()).isEqualTo(RejectReason.TOO_MANY_PIXELS);
      assertThat(rejected.detail())
          .startsWith("TIFF: 23000x23000 pixels do not fit into the memory: ");
    }
  }

  private static UnreadableImageException rejected(byte[] encoded) {
    UnreadableImageException rejected =
        catchThrowableOfType(UnreadableImageException.class, () -> DECODER.decode(encoded));
    assertThat(rejected).isNotNull();
    return rejected;
  }

  /** Repeats the last scan. */
  private static byte[] withScans(byte[] jpeg, int more) {
    int end = jpeg.length - 2;
    int scan = end;
    while (jpeg[scan] != (byte) 0xFF || jpeg[scan + 1] != (byte) 0xDA) {
      scan--;
    }
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    longer.write(jpeg, 0, end);
    for (int i = 0; i < more; i++) {
      longer.write(jpeg, scan, end - scan);
    }
    longer.write(jpeg, end, 2);
    return longer.toByteArray();
  }

  private static void setRowsPerStrip(byte[] tiff, int rows) {
    ByteBuffer little = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    int entry = little.getInt(4) + 2;
    while (little.getShort(entry) != 278) {
      entry += 12;
    }
    little.putInt(entry + 8, rows);
  }

  private static byte[] compressed(int zeros) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(new byte[zeros]);
    deflater.finish();
    byte[] compressed = new byte[zeros];
    int length = deflater.deflate(compressed);
    deflater.end();
    return Arrays.copyOf(compressed, length);
  }

  static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(PngChunks.OVERHEAD + data.length);
    chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), Integer.BYTES, Integer.BYTES + data.length);
    return chunk.putInt((int) checksum.getValue()).array();
  }
}
