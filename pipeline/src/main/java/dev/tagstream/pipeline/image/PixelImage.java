package dev.tagstream.pipeline.image;

/**
 * Pixels: uint8 [height, width, 3], rows from the top, red first.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb {@code 3 * width * height} bytes; who made the image says how long they stay valid
 */
public record PixelImage(int width, int height, byte[] rgb) {

  public PixelImage {
    if (width < 1 || height < 1 || rgb.length != 3 * width * height) {
      throw new IllegalArgumentException(
          "a %dx%d image has %d bytes but was given %d"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
  }
}
