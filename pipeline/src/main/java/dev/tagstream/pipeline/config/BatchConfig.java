package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a batch goes to the model.
 *
 * @param maxImages when it has this many images, at least 1
 * @param maxDelay when its first image has waited this long, at least 1 ms
 */
public record BatchConfig(int maxImages, Duration maxDelay) implements Serializable {

  public BatchConfig {
    if (maxImages < 1) {
      throw mustBe(TaggingOptions.BATCH_MAX_IMAGES, "at least 1", maxImages);
    }
    if (maxDelay.toMillis() < 1) {
      throw mustBe(TaggingOptions.BATCH_MAX_DELAY, "at least 1 ms", maxDelay.toMillis() + " ms");
    }
  }

  static BatchConfig read(OptionReader options) {
    return new BatchConfig(
        options.read(TaggingOptions.BATCH_MAX_IMAGES),
        options.read(TaggingOptions.BATCH_MAX_DELAY));
  }
}
