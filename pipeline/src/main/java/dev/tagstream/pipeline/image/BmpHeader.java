package dev.tagstream.pipeline.image;

/** Reads a BMP's header: the OS/2 or Windows information header behind the file header. */
final class BmpHeader {

  private static final long INFORMATION_HEADER = 14;
  private static final long OS2_HEADER_BYTES = 12;

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

  private static ImageHeader header(int width, int height, int bitsPerPixel) {
    int channels = Math.max(1, bitsPerPixel / Byte.SIZE);
    return new ImageHeader(ImageFormat.BMP, width, height, channels, ExifOrientation.UPRIGHT);
  }
}
