package dev.tagstream.pipeline.image.tiff;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.TiffDirectory;
import dev.tagstream.pipeline.image.jpeg.JpegHeader;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * How a TIFF's first directory stores its image (TIFF 6.0).
 *
 * @param width in pixels
 * @param height in pixels
 * @param bits of each sample
 * @param channels samples of each pixel, alpha included
 * @param photometric what the samples mean
 * @param compression of each segment
 * @param isPlanar whether each channel has its own segments
 * @param predictor 1 none, 2 differences between neighboring pixels of a row
 * @param reversesBits whether each byte's first bit is its lowest
 * @param hasPremultipliedColors whether colors are multiplied by their alpha
 * @param isTiled whether segments are tiles, not strips
 * @param segmentWidth of a tile, or of the image
 * @param segmentHeight rows of a tile or a strip
 */
public record TiffLayout(
    int width,
    int height,
    int bits,
    int channels,
    int photometric,
    int compression,
    boolean isPlanar,
    int predictor,
    boolean reversesBits,
    boolean hasPremultipliedColors,
    boolean isTiled,
    int segmentWidth,
    int segmentHeight) {

  static final int WHITE_IS_ZERO = 0;
  static final int BLACK_IS_ZERO = 1;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int CMYK = 5;
  static final int YCBCR = 6;

  static final int UNCOMPRESSED = 1;
  static final int FAX_HUFFMAN = 2;
  static final int FAX_GROUP_3 = 3;
  static final int FAX_GROUP_4 = 4;
  static final int LZW = 5;
  static final int JPEG = 7;
  static final int ADOBE_DEFLATE = 8;
  static final int DEFLATE = 32946;
  static final int PACK_BITS = 32773;

  static final int NO_PREDICTOR = 1;
  static final int HORIZONTAL_PREDICTOR = 2;

  private static final int TILE_WIDTH = 322;
  private static final int TILE_LENGTH = 323;
  private static final int MOST_BITS = 16;
  private static final int MOST_CHANNELS = 6;
  private static final int UNSIGNED = 1;

  /** Writers pad small images to whole tiles of up to this many pixels a side. */
  private static final int LARGEST_USUAL_TILE = 1024;

  /** A tile's sides are multiples of this. */
  private static final int TILE_STEP = 16;

  /** Two bytes give a run of up to 128. */
  private static final long MOST_EXPANSION_OF_PACK_BITS = 64;

  /** A code of 12 bits gives a string of up to 4096 bytes; shorter codes give less a bit. */
  private static final long MOST_EXPANSION_OF_LZW = 4096 * Byte.SIZE / 12 + 1;

  /** 258 bytes for two bits. */
  private static final long MOST_EXPANSION_OF_DEFLATE = 1032;

  public static TiffLayout of(EncodedBytes encoded, TiffDirectory directory)
      throws UnreadableImageException {
    int width = integer(directory, 256, 0);
    int height = integer(directory, 257, 0);
    boolean isTiled = directory.find(TILE_WIDTH) != null;
    int rowsPerStrip = Math.max(1, integer(directory, 278, Integer.MAX_VALUE));
    TiffLayout layout =
        new TiffLayout(
            width,
            height,
            integer(directory, 258, 1),
            integer(directory, 277, 1),
            integer(directory, 262, BLACK_IS_ZERO),
            integer(directory, 259, UNCOMPRESSED),
            integer(directory, 284, 1) == 2,
            integer(directory, 317, NO_PREDICTOR),
            integer(directory, 266, 1) == 2,
            integer(directory, 338, 0) == 1,
            isTiled,
            isTiled ? integer(directory, TILE_WIDTH, 0) : width,
            isTiled ? integer(directory, TILE_LENGTH, 0) : Math.min(rowsPerStrip, height));
    layout.validate(encoded, integer(directory, 339, UNSIGNED));
    return layout;
  }

  /** Whether {@link TiffReader} decodes it; otherwise libtiff does. */
  public boolean isPlain() {
    return photometric != YCBCR
        && switch (compression) {
          case UNCOMPRESSED, LZW, ADOBE_DEFLATE, DEFLATE, PACK_BITS -> true;
          default -> false;
        };
  }

  /** The most pixels that a file of so many bytes can hold. */
  long mostPixels(long encodedBytes) {
    // colors of YCbCr can be stored once for many pixels
    int samples = photometric == YCBCR ? 1 : channels;
    long pixels = Byte.SIZE * encodedBytes / ((long) bits * samples);
    return switch (compression) {
      case UNCOMPRESSED -> pixels;
      case PACK_BITS -> pixels * MOST_EXPANSION_OF_PACK_BITS;
      case LZW -> pixels * MOST_EXPANSION_OF_LZW;
      case ADOBE_DEFLATE, DEFLATE -> pixels * MOST_EXPANSION_OF_DEFLATE;
      case JPEG -> JpegHeader.MOST_PIXELS_PER_BYTE * encodedBytes;
      default -> ImageHeader.ANY_PIXELS;
    };
  }

  private void validate(EncodedBytes encoded, int sampleFormat) throws UnreadableImageException {
    switch (photometric) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR -> {}
      default -> throw encoded.unsupported("colors of kind %d".formatted(photometric));
    }
    switch (compression) {
      case UNCOMPRESSED, LZW, ADOBE_DEFLATE, DEFLATE, PACK_BITS -> {}
      case FAX_HUFFMAN, FAX_GROUP_3, FAX_GROUP_4, JPEG -> {}
      default -> throw encoded.unsupported("compression %d".formatted(compression));
    }
    if (bits < 1 || bits > MOST_BITS || sampleFormat != UNSIGNED) {
      throw encoded.unsupported(
          "%d bits a sample of format %d, only unsigned integers up to %d bits are decoded"
              .formatted(bits, sampleFormat, MOST_BITS));
    }
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw encoded.unsupported(
          "%d samples a pixel, only 1 to %d are decoded".formatted(channels, MOST_CHANNELS));
    }
    boolean isWholeTile = segmentWidth % TILE_STEP == 0 && segmentHeight % TILE_STEP == 0;
    if (isTiled
        && (!isWholeTile
            || segmentWidth < TILE_STEP
            || segmentHeight < TILE_STEP
            || segmentWidth > Math.max(LARGEST_USUAL_TILE, width + TILE_STEP)
            || segmentHeight > Math.max(LARGEST_USUAL_TILE, height + TILE_STEP))) {
      throw encoded.corrupt(
          "tiles of %dx%d in an image of %dx%d"
              .formatted(segmentWidth, segmentHeight, width, height));
    }
  }

  private static int integer(TiffDirectory directory, int tag, int otherwise)
      throws UnreadableImageException {
    long number = directory.number(tag, otherwise);
    return number < 0 ? Integer.MAX_VALUE : (int) Math.min(number, Integer.MAX_VALUE - 1024);
  }
}
