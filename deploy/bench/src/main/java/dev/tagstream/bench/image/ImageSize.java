package dev.tagstream.bench.image;

/**
 * The size of generated images.
 *
 * @param width in pixels
 * @param height in pixels
 * @param quality of the JPEG, 0 to 1
 */
public record ImageSize(int width, int height, float quality) {

  /** Like photographs on the web: 500x375, about 50 KB. */
  public static final ImageSize WEB = new ImageSize(500, 375, 0.88f);

  /** Like thumbnails: 64x48, about 1.5 KB. */
  public static final ImageSize THUMBNAIL = new ImageSize(64, 48, 0.8f);

  /** Width and height in pixels, such as {@code 500x375}. */
  @Override
  public String toString() {
    return width + "x" + height;
  }
}
