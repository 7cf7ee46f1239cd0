package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.io.Serializable;

/**
 * The size limits of images, checked before any pixel is allocated.
 *
 * @param maxEncodedBytes of the image as it was sent
 * @param maxPixels width times height
 * @param maxSide width and height each, in pixels
 * @param maxOutputPixels width times height of the model's input, if it depends on the image
 */
public record ImageLimits(long maxEncodedBytes, long maxPixels, int maxSide, long maxOutputPixels)
    implements Serializable {

  /** The most passes over the largest image; libjpeg's script for CMYK has 18 scans. */
  private static final long MOST_PASSES = 20;

  public ImageLimits {
    if (maxEncodedBytes < 1 || maxPixels < 1 || maxSide < 1 || maxOutputPixels < 1) {
      throw new IllegalArgumentException(
          "image limits must be positive but were %d bytes, %d pixels, %d a side, %d to the model"
              .formatted(maxEncodedBytes, maxPixels, maxSide, maxOutputPixels));
    }
  }

  /** Limits for a model whose input may have as many pixels as an image. */
  public ImageLimits(long maxEncodedBytes, long maxPixels, int maxSide) {
    this(maxEncodedBytes, maxPixels, maxSide, maxPixels);
  }

  /** Refuses an image of too many bytes. */
  void check(ByteRange encoded) throws UnreadableImageException {
    if (encoded.length() > maxEncodedBytes) {
      throw new UnreadableImageException(
          RejectReason.TOO_MANY_BYTES,
          "%d bytes, but an image may have %d".formatted(encoded.length(), maxEncodedBytes));
    }
  }

  /** Refuses an image without pixels, with too many, or with more than its bytes can hold. */
  void check(ImageHeader header) throws UnreadableImageException {
    if (header.width() < 1 || header.height() < 1) {
      throw new UnreadableImageException(
          RejectReason.CORRUPT_IMAGE, "%s pixels".formatted(sides(header)));
    }
    if (header.width() > maxSide || header.height() > maxSide) {
      throw tooLarge(header, "a side may have %d".formatted(maxSide));
    }
    long pixels = (long) header.width() * header.height();
    if (pixels > maxPixels) {
      throw tooLarge(header, "an image may have %d".formatted(maxPixels));
    }
    if (header.passes() * pixels > MOST_PASSES * maxPixels) {
      throw tooLarge(
          header,
          "an image of %d scans may have %d"
              .formatted(header.passes(), MOST_PASSES * maxPixels / header.passes()));
    }
    if (pixels > header.mostPixels()) {
      throw new UnreadableImageException(
          RejectReason.CORRUPT_IMAGE,
          "%s pixels, but its bytes hold at most %d".formatted(sides(header), header.mostPixels()));
    }
  }

  private static UnreadableImageException tooLarge(ImageHeader header, String rule) {
    return new UnreadableImageException(
        RejectReason.TOO_MANY_PIXELS, "%s pixels, but %s".formatted(sides(header), rule));
  }

  private static String sides(ImageHeader header) {
    return "%s: %dx%d".formatted(header.format(), header.width(), header.height());
  }
}
