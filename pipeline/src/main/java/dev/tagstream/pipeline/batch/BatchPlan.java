package dev.tagstream.pipeline.batch;

import java.time.Duration;

/**
 * The size and the deadline of a batch. The batch goes to the model when it reaches either.
 *
 * @param images its number of images, at least 1
 * @param delay the wait of its first image, not negative; zero sends each image on at the next
 *     opportunity
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
