package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * What an encoded image says of itself, read without decoding it.
 *
 * @param format the format its first bytes show
 * @param width of the stored picture, before EXIF orientation, in pixels
 * @param height of the stored picture, before EXIF orientation, in pixels
 * @param channels stored for each pixel; a palette index counts as one
 * @param orientation EXIF orientation, 1 (upright) to 8
 * @param passes how often a decoder passes over all pixels: a progressive JPEG's scans, else once
 * @param mostPixels that so many bytes can hold in this format; {@link #ANY_PIXELS} where a few
 *     bytes can hold any number
 */
record ImageHeader(
    ImageFormat format,
    int width,
    int height,
    int channels,
    int orientation,
    int passes,
    long mostPixels) {

  static final int ONE_PASS = 1;
  static final long ANY_PIXELS = Long.MAX_VALUE;

  /** How often the largest picture may be passed over; libjpeg's script for CMYK has 18 scans. */
  private static final long MOST_PASSES = 20;

  /** EXIF orientations from here on swap width and height. */
  private static final int FIRST_TRANSPOSED_ORIENTATION = 5;

  /**
   * Reads the header of any image.
   *
   * @throws UnreadableImageException if the format is unknown or not decoded, or the header broken
   */
  static ImageHeader read(ByteRange encoded) throws UnreadableImageException {
    if (encoded.isEmpty()) {
      throw new UnreadableImageException(RejectReason.EMPTY_IMAGE, "the image has 0 bytes");
    }
    return ImageFormat.of(encoded).readHeader(encoded);
  }

  /**
   * Reads the header of an image that may be decoded.
   *
   * @throws UnreadableImageException if there is none, or the image is larger than the limits allow
   */
  static ImageHeader readWithin(ByteRange encoded, ImageLimits limits)
      throws UnreadableImageException {
    if (encoded.length() > limits.maxEncodedBytes()) {
      throw new UnreadableImageException(
          RejectReason.TOO_MANY_BYTES,
          "%d bytes, but an image may have %d"
              .formatted(encoded.length(), limits.maxEncodedBytes()));
    }
    ImageHeader header = read(encoded);
    header.requireWithin(limits);
    return header;
  }

  /**
   * Refuses a picture that has no pixels, more than the limits allow or than its bytes can hold.
   */
  void requireWithin(ImageLimits limits) throws UnreadableImageException {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(
          RejectReason.CORRUPT_IMAGE, "%s: %dx%d pixels".formatted(format, width, height));
    }
    if (width > limits.maxSide() || height > limits.maxSide()) {
      throw tooLarge("a side may have %d".formatted(limits.maxSide()));
    }
    long pixels = (long) width * height;
    if (pixels > limits.maxPixels()) {
      throw tooLarge("an image may have %d".formatted(limits.maxPixels()));
    }
    if (passes * pixels > MOST_PASSES * limits.maxPixels()) {
      throw tooLarge(
          "an image of %d scans may have %d"
              .formatted(passes, MOST_PASSES * limits.maxPixels() / passes));
    }
    if (pixels > mostPixels) {
      throw new UnreadableImageException(
          RejectReason.CORRUPT_IMAGE,
          "%s: %dx%d pixels, but its bytes hold at most %d"
              .formatted(format, width, height, mostPixels));
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

  /** The header of the same picture decoded smaller. */
  ImageHeader reduced(int denominator) {
    return new ImageHeader(
        format,
        DctScale.reduced(width, denominator),
        DctScale.reduced(height, denominator),
        channels,
        orientation,
        passes,
        mostPixels);
  }

  /** The header of the same picture stored upright. */
  ImageHeader turnedUpright() {
    return new ImageHeader(
        format,
        uprightWidth(),
        uprightHeight(),
        channels,
        ExifOrientation.UPRIGHT,
        passes,
        mostPixels);
  }

  private UnreadableImageException tooLarge(String rule) {
    return new UnreadableImageException(
        RejectReason.TOO_MANY_PIXELS,
        "%s: %dx%d pixels, but %s".formatted(format, width, height, rule));
  }
}
