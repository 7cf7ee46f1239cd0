package dev.tagstream.pipeline.image;

import java.io.Serializable;

/**
 * The largest image that is decoded. All are checked before any pixel is allocated.
 *
 * @param maxEncodedBytes of the image as it was sent
 * @param maxPixels width times height
 * @param maxSide width and height each, in pixels
 */
public record ImageLimits(long maxEncodedBytes, long maxPixels, int maxSide)
    implements Serializable {

  public ImageLimits {
    if (maxEncodedBytes < 1 || maxPixels < 1 || maxSide < 1) {
      throw new IllegalArgumentException(
          "image limits must be positive but were %d bytes, %d pixels, %d a side"
              .formatted(maxEncodedBytes, maxPixels, maxSide));
    }
  }
}
