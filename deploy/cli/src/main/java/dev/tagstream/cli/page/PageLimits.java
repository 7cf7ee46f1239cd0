package dev.tagstream.cli.page;

/**
 * The limits of a page, so that a browser opens it quickly.
 *
 * @param images the most images; others are left out
 * @param thumbnailBytes the most bytes of all thumbnails; further images have none
 */
public record PageLimits(int images, long thumbnailBytes) {

  /** A page of about 80 MB at most, from which a browser shows the first images within seconds. */
  public static final PageLimits USUAL = new PageLimits(50_000, 48L << 20);

  public PageLimits {
    if (images < 1 || thumbnailBytes < 0) {
      throw new IllegalArgumentException(
          "a page of %d images and %d bytes of thumbnails".formatted(images, thumbnailBytes));
    }
  }
}
