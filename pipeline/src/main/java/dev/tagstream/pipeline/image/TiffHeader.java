package dev.tagstream.pipeline.image;

/** Reads a TIFF's header: the tags of its first directory (TIFF 6.0; BigTIFF). */
final class TiffHeader {

  private static final int IMAGE_WIDTH = 256;
  private static final int IMAGE_LENGTH = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_LENGTH = 323;
  private static final int SAMPLE_FORMAT = 339;

  private static final int MOST_BITS = 16;
  private static final int MOST_CHANNELS = 5;
  private static final int UNSIGNED_SAMPLES = 1;

  private TiffHeader() {}

  static ImageHeader read(EncodedBytes encoded) throws UnreadableImageException {
    TiffDirectory directory = TiffDirectory.read(encoded, 0);
    long bits = directory.number(BITS_PER_SAMPLE, 1);
    long format = directory.number(SAMPLE_FORMAT, UNSIGNED_SAMPLES);
    if (bits > MOST_BITS || format != UNSIGNED_SAMPLES) {
      throw encoded.unsupported(
          "%d bits a sample of format %d, only unsigned integers up to %d bits are decoded"
              .formatted(bits, format, MOST_BITS));
    }
    long channels = directory.number(SAMPLES_PER_PIXEL, 1);
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw encoded.unsupported(
          "%d samples a pixel, only 1 to %d are decoded".formatted(channels, MOST_CHANNELS));
    }
    int width = side(directory, IMAGE_WIDTH);
    int height = side(directory, IMAGE_LENGTH);
    requireTilesLikePicture(encoded, directory, width, height);
    return new ImageHeader(
        ImageFormat.TIFF, width, height, (int) channels, ExifOrientation.of(directory));
  }

  /** A tile is allocated whole, so it may be no larger than the picture, rounded up to 16s. */
  private static void requireTilesLikePicture(
      EncodedBytes encoded, TiffDirectory directory, int width, int height)
      throws UnreadableImageException {
    long tileWidth = directory.number(TILE_WIDTH, 0);
    long tileHeight = directory.number(TILE_LENGTH, 0);
    if (tileWidth > Math.max(LARGEST_USUAL_TILE, width + 15L)
        || tileHeight > Math.max(LARGEST_USUAL_TILE, height + 15L)) {
      throw encoded.corrupt(
          "tiles of %dx%d in a picture of %dx%d".formatted(tileWidth, tileHeight, width, height));
    }
  }

  /** Writers pad small pictures to whole tiles of up to this many pixels a side. */
  private static final int LARGEST_USUAL_TILE = 1024;

  private static int side(TiffDirectory directory, int tag) throws UnreadableImageException {
    return (int) Math.min(directory.number(tag, 0), Integer.MAX_VALUE);
  }
}
