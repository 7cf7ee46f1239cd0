package dev.tagstream.pipeline.batch;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a batch is handed on: as soon as either limit is reached.
 *
 * @param maxImages images in a batch, at least 1
 * @param maxDelay the longest that the first image of a batch waits for others; zero hands each
 *     image on at the next opportunity
 */
public record BatchLimits(int maxImages, Duration maxDelay) implements Serializable {

  public BatchLimits {
    if (maxImages < 1) {
      throw new IllegalArgumentException(
          "a batch must hold at least 1 image but was limited to " + maxImages);
    }
    if (maxDelay.isNegative()) {
      throw new IllegalArgumentException(
          "a batch cannot wait for less than nothing but was limited to " + maxDelay);
    }
  }
}
