package dev.tagstream.pipeline.record;

/**
 * Pixels: uint8 [height, width, 3], rows from the top, red first.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb at least {@code 3 * width * height} bytes; any further bytes do not belong to the
 *     image. The creator of the image defines how long they stay valid
 */
public record PixelImage(int width, int height, byte[] rgb) {

  public PixelImage {
    if (width < 1 || height < 1 || rgb.length < 3L * width * height) {
      throw new IllegalArgumentException(
          "a %dx%d image has %d bytes but was given %d"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
  }

  /** The length of the image in {@code rgb}, in bytes. */
  public int bytes() {
    return 3 * width * height;
  }
}
