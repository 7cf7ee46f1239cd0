package dev.tagstream.pipeline.image;

/** Reads a BMP's header: the OS/2 or Windows information header behind the file header. */
final class BmpHeader {

  private static final long INFORMATION_HEADER = 14;
  private static final long OS2_HEADER_BYTES = 12;

  private static final long BITS_PER_PIXEL = 28;
  private static final long COMPRESSION = 30;
  private static final long GREEN_MASK = 58;
  private static final int BIT_FIELDS = 3;
  private static final int GREEN_OF_565 = 0x07E0;

  private BmpHeader() {}

  static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    long size = encoded.uint32LittleEndian(INFORMATION_HEADER);
    long at = INFORMATION_HEADER + 4;
    if (size == OS2_HEADER_BYTES) {
      return header(
          encoded.uint16LittleEndian(at),
          encoded.uint16LittleEndian(at + 2),
          encoded.uint16LittleEndian(at + 6));
    }
    int height = encoded.int32LittleEndian(at + 4);
    if (height == Integer.MIN_VALUE) {
      throw encoded.corrupt("height " + height);
    }
    return header(
        encoded.int32LittleEndian(at), Math.abs(height), encoded.uint16LittleEndian(at + 10));
  }

  /** How many bits a sample of green has: 5 or 6 in 16-bit pictures, else 8. */
  static int greenBits(EncodedBytes encoded) throws UnreadableImageException {
    long size = encoded.uint32LittleEndian(INFORMATION_HEADER);
    if (size == OS2_HEADER_BYTES || encoded.uint16LittleEndian(BITS_PER_PIXEL) != Short.SIZE) {
      return Byte.SIZE;
    }
    boolean hasMasks = encoded.uint32LittleEndian(COMPRESSION) == BIT_FIELDS;
    return hasMasks && encoded.uint32LittleEndian(GREEN_MASK) == GREEN_OF_565 ? 6 : 5;
  }

  private static ImageHeader header(int width, int height, int bitsPerPixel) {
    int channels = Math.max(1, bitsPerPixel / Byte.SIZE);
    return new ImageHeader(ImageFormat.BMP, width, height, channels, ExifOrientation.UPRIGHT);
  }
}
