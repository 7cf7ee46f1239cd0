package dev.tagstream.pipeline.batch;

import java.time.Duration;

/**
 * When a batch goes to the model.
 *
 * @param images when it has this many, at least 1
 * @param delay when its first image has waited this long, not negative; zero hands each image on at
 *     the next opportunity
 */
public record BatchPlan(int images, Duration delay) {

  public BatchPlan {
    if (images < 1) {
      throw new IllegalArgumentException("a batch must have at least 1 image but was " + images);
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException(
          "the delay of a batch must not be negative but was " + delay);
    }
  }
}
