package dev.tagstream.pipeline.batch;

import java.io.Serializable;

/**
 * The limits of a batch.
 *
 * @param maxImages images in a batch, at least 1
 * @param maxRowBytes the length of all rows, in bytes, at least that of the longest row; this much
 *     native memory is allocated
 * @param maxBytes rows and encoded images that wait together, in bytes, at least 1; a single image
 *     may have more
 */
public record BatchLimits(int maxImages, int maxRowBytes, long maxBytes) implements Serializable {

  public BatchLimits {
    if (maxImages < 1) {
      throw new IllegalArgumentException(
          "a batch must hold at least 1 image but was limited to " + maxImages);
    }
    if (maxRowBytes < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "a batch must hold at least 1 byte but was limited to "
              + Math.min(maxRowBytes, maxBytes));
    }
  }
}
