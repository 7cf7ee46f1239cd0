package dev.tagstream.pipeline.image.format;

/**
 * What an encoded image says of itself, read without decoding it.
 *
 * @param format the format its first bytes show
 * @param width of the stored image, before EXIF orientation, in pixels
 * @param height of the stored image, before EXIF orientation, in pixels
 * @param channels stored for each pixel; a palette index counts as one
 * @param orientation EXIF orientation, 1 (upright) to 8
 * @param passes how often a decoder passes over all pixels: a progressive JPEG's scans, else once
 * @param mostPixels that so many bytes can hold in this format; {@link #ANY_PIXELS} where a few
 *     bytes can hold any number
 */
public record ImageHeader(
    ImageFormat format,
    int width,
    int height,
    int channels,
    int orientation,
    int passes,
    long mostPixels) {

  public static final int ONE_PASS = 1;
  public static final long ANY_PIXELS = Long.MAX_VALUE;

  /** EXIF orientations from here on swap width and height. */
  private static final int FIRST_TRANSPOSED_ORIENTATION = 5;

  boolean isTransposed() {
    return orientation >= FIRST_TRANSPOSED_ORIENTATION;
  }

  public int uprightWidth() {
    return isTransposed() ? height : width;
  }

  public int uprightHeight() {
    return isTransposed() ? width : height;
  }

  /** The header of the same image decoded smaller. */
  public ImageHeader reduced(int denominator) {
    return new ImageHeader(
        format,
        reducedLength(width, denominator),
        reducedLength(height, denominator),
        channels,
        orientation,
        passes,
        mostPixels);
  }

  /** The length of a side that was decoded smaller: rounded up, as libjpeg does. */
  public static int reducedLength(int length, int denominator) {
    return (length - 1) / denominator + 1;
  }

  /** The header of the same image stored upright. */
  public ImageHeader turnedUpright() {
    return new ImageHeader(
        format,
        uprightWidth(),
        uprightHeight(),
        channels,
        ExifOrientation.UPRIGHT,
        passes,
        mostPixels);
  }
}
