package dev.tagstream.pipeline.image;

/**
 * What an encoded image says of itself, read without decoding it.
 *
 * @param format the format its first bytes show
 * @param width of the stored picture, before EXIF orientation, in pixels
 * @param height of the stored picture, before EXIF orientation, in pixels
 * @param channels stored for each pixel; a palette index counts as one
 * @param orientation EXIF orientation, 1 (upright) to 8
 */
record ImageHeader(ImageFormat format, int width, int height, int channels, int orientation) {

  /** EXIF orientations from here on swap width and height. */
  private static final int FIRST_TRANSPOSED_ORIENTATION = 5;

  /**
   * Reads the header of any image.
   *
   * @throws UnreadableImageException if the format is unknown or not decoded, or the header broken
   */
  static ImageHeader read(byte[] encoded) throws UnreadableImageException {
    if (encoded.length == 0) {
      throw new UnreadableImageException(RejectReason.EMPTY_IMAGE, "the image has 0 bytes");
    }
    return ImageFormat.of(encoded).readHeader(encoded);
  }

  /** Refuses a picture that has no pixels or more than the limits allow. */
  void requireWithin(ImageLimits limits) throws UnreadableImageException {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(
          RejectReason.CORRUPT_IMAGE, "%s: %dx%d pixels".formatted(format, width, height));
    }
    if (width > limits.maxSide() || height > limits.maxSide()) {
      throw tooLarge("a side may have %d".formatted(limits.maxSide()));
    }
    if ((long) width * height > limits.maxPixels()) {
      throw tooLarge("an image may have %d".formatted(limits.maxPixels()));
    }
  }

  boolean isTransposed() {
    return orientation >= FIRST_TRANSPOSED_ORIENTATION;
  }

  int uprightWidth() {
    return isTransposed() ? height : width;
  }

  int uprightHeight() {
    return isTransposed() ? width : height;
  }

  /** The header of the same picture stored upright. */
  ImageHeader turnedUpright() {
    return new ImageHeader(
        format, uprightWidth(), uprightHeight(), channels, ExifOrientation.UPRIGHT);
  }

  private UnreadableImageException tooLarge(String rule) {
    return new UnreadableImageException(
        RejectReason.TOO_MANY_PIXELS,
        "%s: %dx%d pixels, but %s".formatted(format, width, height, rule));
  }
}
