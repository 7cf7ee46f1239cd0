package dev.tagstream.pipeline.image;

import java.io.Serializable;

/**
 * The largest image that is decoded. All are checked before any pixel is allocated.
 *
 * @param maxEncodedBytes of the image as it was sent
 * @param maxPixels width times height
 * @param maxSide width and height each, in pixels
 * @param maxOutputPixels width times height of what the model is to see, where that is each
 *     picture's own
 */
public record ImageLimits(long maxEncodedBytes, long maxPixels, int maxSide, long maxOutputPixels)
    implements Serializable {

  public ImageLimits {
    if (maxEncodedBytes < 1 || maxPixels < 1 || maxSide < 1 || maxOutputPixels < 1) {
      throw new IllegalArgumentException(
          "image limits must be positive but were %d bytes, %d pixels, %d a side, %d to the model"
              .formatted(maxEncodedBytes, maxPixels, maxSide, maxOutputPixels));
    }
  }

  /** The model may see as many pixels as an image has. */
  public ImageLimits(long maxEncodedBytes, long maxPixels, int maxSide) {
    this(maxEncodedBytes, maxPixels, maxSide, maxPixels);
  }
}
