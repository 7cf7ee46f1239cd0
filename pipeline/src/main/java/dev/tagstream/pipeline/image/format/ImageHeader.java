package dev.tagstream.pipeline.image.format;

/**
 * The header of an encoded image, read without decoding the image.
 *
 * @param format recognized by the first bytes
 * @param width of the stored image, before EXIF orientation, in pixels
 * @param height of the stored image, before EXIF orientation, in pixels
 * @param channels stored for each pixel; a palette index counts as one
 * @param orientation EXIF orientation, 1 (upright) to 8
 * @param passes the number of passes over all pixels: the scans of a progressive JPEG, otherwise 1
 * @param mostPixels the most pixels that so many bytes can hold in this format; {@link #ANY_PIXELS}
 *     if a few bytes can hold any number
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

  /** The length of a side after reduced decoding: rounded up, as in libjpeg. */
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
