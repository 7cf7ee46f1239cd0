package dev.tagstream.pipeline.batch;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a batch is handed on: as soon as any limit is reached, and before an image of another size.
 *
 * @param maxImages images in a batch, at least 1
 * @param maxBytes the length of all rows of a batch, in bytes, at least that of the longest row
 * @param maxDelay the longest that the first image of a batch waits for others; zero hands each
 *     image on at the next opportunity
 */
public record BatchLimits(int maxImages, int maxBytes, Duration maxDelay) implements Serializable {

  public BatchLimits {
    if (maxImages < 1) {
      throw new IllegalArgumentException(
          "a batch must hold at least 1 image but was limited to " + maxImages);
    }
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "a batch must hold at least 1 byte but was limited to " + maxBytes);
    }
    if (maxDelay.isNegative()) {
      throw new IllegalArgumentException(
          "a batch cannot wait for less than nothing but was limited to " + maxDelay);
    }
  }
}
