package dev.tagstream.pipeline.image.bmp;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Reads a BMP's header: the OS/2 or Windows information header behind the file header. */
public final class BmpHeader {

  private static final long INFORMATION_HEADER = 14;
  private static final long OS2_HEADER_BYTES = 12;

  private static final long BITS_PER_PIXEL = 28;
  private static final long COMPRESSION = 30;
  private static final long GREEN_MASK = 58;
  private static final int UNCOMPRESSED = 0;
  private static final int RUN_LENGTHS_OF_8_BITS = 1;
  private static final int RUN_LENGTHS_OF_4_BITS = 2;
  private static final int BIT_FIELDS = 3;

  /** Two bytes give a run of up to 255 pixels. */
  private static final long MOST_PIXELS_PER_RUN_BYTE = 128;

  private static final int GREEN_OF_565 = 0x07E0;

  private BmpHeader() {}

  public static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    long size = encoded.uint32LittleEndian(INFORMATION_HEADER);
    long at = INFORMATION_HEADER + 4;
    if (size == OS2_HEADER_BYTES) {
      int bits = encoded.uint16LittleEndian(at + 6);
      return header(
          encoded.uint16LittleEndian(at),
          encoded.uint16LittleEndian(at + 2),
          bits,
          mostPixels(encoded, bits, UNCOMPRESSED));
    }
    int height = encoded.int32LittleEndian(at + 4);
    if (height == Integer.MIN_VALUE) {
      throw encoded.corrupt("height " + height);
    }
    int bits = encoded.uint16LittleEndian(at + 10);
    return header(
        encoded.int32LittleEndian(at),
        Math.abs(height),
        bits,
        mostPixels(encoded, bits, encoded.int32LittleEndian(COMPRESSION)));
  }

  private static long mostPixels(EncodedBytes encoded, int bitsPerPixel, int compression) {
    return switch (compression) {
      case UNCOMPRESSED, BIT_FIELDS ->
          (long) Byte.SIZE * encoded.length() / Math.max(1, bitsPerPixel);
      case RUN_LENGTHS_OF_8_BITS, RUN_LENGTHS_OF_4_BITS ->
          MOST_PIXELS_PER_RUN_BYTE * encoded.length();
      default -> ImageHeader.ANY_PIXELS;
    };
  }

  /** How many bits a sample of green has: 5 or 6 in 16-bit pictures, else 8. */
  public static int greenBits(EncodedBytes encoded) throws UnreadableImageException {
    long size = encoded.uint32LittleEndian(INFORMATION_HEADER);
    if (size == OS2_HEADER_BYTES || encoded.uint16LittleEndian(BITS_PER_PIXEL) != Short.SIZE) {
      return Byte.SIZE;
    }
    boolean hasMasks = encoded.uint32LittleEndian(COMPRESSION) == BIT_FIELDS;
    return hasMasks && encoded.uint32LittleEndian(GREEN_MASK) == GREEN_OF_565 ? 6 : 5;
  }

  private static ImageHeader header(int width, int height, int bitsPerPixel, long mostPixels) {
    int channels = Math.max(1, bitsPerPixel / Byte.SIZE);
    return new ImageHeader(
        ImageFormat.BMP,
        width,
        height,
        channels,
        ExifOrientation.UPRIGHT,
        ImageHeader.ONE_PASS,
        mostPixels);
  }
}
