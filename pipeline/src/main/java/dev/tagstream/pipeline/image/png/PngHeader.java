package dev.tagstream.pipeline.image.png;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.XmpOrientation;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Reads a PNG's header: the IHDR chunk, and the eXIf chunk at any position (PNG, third ed.). */
public final class PngHeader {

  private static final long FIRST_CHUNK = PngChunks.SIGNATURE_BYTES;

  /** The limit of zlib: 258 bytes for two bits. */
  private static final long MOST_EXPANSION = 1032;

  private static final long LONGEST_CHUNK = Integer.MAX_VALUE;

  /** XMP in an uncompressed text chunk, as its specification requires. */
  private static final String XMP = "iTXtXML:com.adobe.xmp\0\0";

  private static final int[] CHANNELS_BY_COLOR_TYPE = {1, 0, 3, 1, 2, 0, 4};

  private PngHeader() {}

  public static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    long data = FIRST_CHUNK + 8;
    if (!encoded.hasAscii(FIRST_CHUNK + 4, "IHDR")) {
      throw encoded.corrupt("the first chunk is not IHDR");
    }
    int width = encoded.int32BigEndian(data);
    int height = encoded.int32BigEndian(data + 4);
    int colorType = encoded.uint8(data + 9);
    if (colorType >= CHANNELS_BY_COLOR_TYPE.length || CHANNELS_BY_COLOR_TYPE[colorType] == 0) {
      throw encoded.corrupt("color type " + colorType);
    }
    int channels = CHANNELS_BY_COLOR_TYPE[colorType];
    int bitsPerPixel = Math.max(1, channels * encoded.uint8(data + 8));
    return new ImageHeader(
        ImageFormat.PNG,
        width,
        height,
        channels,
        orientation(encoded),
        ImageHeader.ONE_PASS,
        MOST_EXPANSION * Byte.SIZE * encoded.length() / bitsPerPixel);
  }

  /**
   * Walks all chunks, because OpenCV allocates a chunk by its length before it checks whether the
   * file is that long.
   */
  private static int orientation(EncodedBytes encoded) throws UnreadableImageException {
    int exif = ExifOrientation.ABSENT;
    int xmp = ExifOrientation.ABSENT;
    long chunk = FIRST_CHUNK;
    boolean hasPixels = false;
    while (!encoded.hasAscii(chunk + 4, "IEND")) {
      hasPixels |= encoded.hasAscii(chunk + 4, "IDAT");
      if (hasPixels && !encoded.has(chunk, PngChunks.DATA)) {
        return ExifOrientation.of(exif, xmp);
      }
      long length = encoded.uint32BigEndian(chunk);
      if (!encoded.has(chunk, PngChunks.OVERHEAD + length)) {
        if (hasPixels && length <= LONGEST_CHUNK) {
          return ExifOrientation.of(exif, xmp);
        }
        throw encoded.corrupt(
            "a chunk of %d bytes at byte %d of %d".formatted(length, chunk, encoded.length()));
      }
      if (encoded.hasAscii(chunk + 4, "eXIf")) {
        exif = ExifOrientation.read(encoded, chunk + 8);
      } else if (encoded.hasAscii(chunk + 4, XMP)) {
        xmp = XmpOrientation.read(encoded, chunk + 8 + XMP.length(), chunk + 8 + length);
      }
      chunk += PngChunks.OVERHEAD + length;
    }
    if (!encoded.has(chunk, PngChunks.OVERHEAD)) {
      return ExifOrientation.of(exif, xmp);
    }
    if (encoded.uint32BigEndian(chunk) != 0) {
      throw encoded.corrupt("its last chunk, IEND, is not empty");
    }
    return ExifOrientation.of(exif, xmp);
  }
}
