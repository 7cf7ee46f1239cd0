package dev.tagstream.pipeline.image.webp;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Reads a WebP's header: VP8, VP8L or VP8X, and the EXIF chunk of the latter (RFC 9649). */
public final class WebpHeader {

  private static final long FIRST_CHUNK = 12;
  private static final long CHUNK_HEADER_BYTES = 8;
  private static final int VP8_SIDE_MASK = 0x3FFF;

  private WebpHeader() {}

  public static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    long data = FIRST_CHUNK + CHUNK_HEADER_BYTES;
    if (encoded.hasAscii(FIRST_CHUNK, "VP8X")) {
      int width = 1 + encoded.uint24LittleEndian(data + 4);
      int height = 1 + encoded.uint24LittleEndian(data + 7);
      return header(width, height, orientation(encoded));
    }
    if (encoded.hasAscii(FIRST_CHUNK, "VP8L")) {
      long sides = encoded.uint32LittleEndian(data + 1);
      int width = 1 + (int) (sides & VP8_SIDE_MASK);
      int height = 1 + (int) (sides >> 14 & VP8_SIDE_MASK);
      return header(width, height, ExifOrientation.UPRIGHT);
    }
    if (encoded.hasAscii(FIRST_CHUNK, "VP8 ")) {
      int width = encoded.uint16LittleEndian(data + 6) & VP8_SIDE_MASK;
      int height = encoded.uint16LittleEndian(data + 8) & VP8_SIDE_MASK;
      return header(width, height, ExifOrientation.UPRIGHT);
    }
    throw encoded.corrupt("the first chunk is none of VP8, VP8L and VP8X");
  }

  private static int orientation(EncodedBytes encoded) throws UnreadableImageException {
    long chunk = FIRST_CHUNK;
    while (encoded.has(chunk, CHUNK_HEADER_BYTES)) {
      long length = encoded.uint32LittleEndian(chunk + 4);
      if (encoded.hasAscii(chunk, "EXIF")) {
        return ExifOrientation.read(encoded, chunk + CHUNK_HEADER_BYTES);
      }
      chunk += CHUNK_HEADER_BYTES + length + (length & 1);
    }
    return ExifOrientation.UPRIGHT;
  }

  private static ImageHeader header(int width, int height, int orientation) {
    return new ImageHeader(
        ImageFormat.WEBP,
        width,
        height,
        4,
        orientation,
        ImageHeader.ONE_PASS,
        ImageHeader.ANY_PIXELS);
  }
}
