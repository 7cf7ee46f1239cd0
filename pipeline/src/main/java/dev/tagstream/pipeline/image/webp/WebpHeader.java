package dev.tagstream.pipeline.image.webp;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.XmpOrientation;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Reads a WebP's header: VP8, VP8L or VP8X, and the EXIF chunk of the latter (RFC 9649). */
public final class WebpHeader {

  private static final long LENGTH = 4;
  private static final long FIRST_CHUNK = 12;
  private static final long CHUNK_HEADER_BYTES = 8;
  private static final int VP8_SIDE_MASK = 0x3FFF;

  private WebpHeader() {}

  public static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    long length = CHUNK_HEADER_BYTES + encoded.uint32LittleEndian(LENGTH);
    if (!encoded.has(0, length)) {
      throw encoded.truncated("the file has %d of %d bytes".formatted(encoded.length(), length));
    }
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
    throw encoded.corrupt("the first chunk is not VP8, VP8L or VP8X");
  }

  private static int orientation(EncodedBytes encoded) throws UnreadableImageException {
    int exif = ExifOrientation.ABSENT;
    int xmp = ExifOrientation.ABSENT;
    long chunk = FIRST_CHUNK;
    while (encoded.has(chunk, CHUNK_HEADER_BYTES)) {
      long data = chunk + CHUNK_HEADER_BYTES;
      long length = encoded.uint32LittleEndian(chunk + 4);
      if (encoded.hasAscii(chunk, "EXIF") && exif == ExifOrientation.ABSENT) {
        exif = ExifOrientation.read(encoded, data);
      } else if (encoded.hasAscii(chunk, "XMP ") && xmp == ExifOrientation.ABSENT) {
        xmp = XmpOrientation.read(encoded, data, data + length);
      }
      chunk = data + length + (length & 1);
    }
    return ExifOrientation.of(exif, xmp);
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
