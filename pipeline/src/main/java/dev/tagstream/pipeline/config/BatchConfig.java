package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a batch goes to the model.
 *
 * @param maxImages when it has this many images, at least 1
 * @param maxPixels before it would have more, at least 1, for models that take pictures of any
 *     size; one picture may have no more either
 * @param maxDelay when its first image has waited this long, at least 1 ms
 */
public record BatchConfig(int maxImages, int maxPixels, Duration maxDelay) implements Serializable {

  /** What a Java buffer holds of three channels in float32. */
  private static final int MOST_PIXELS = Integer.MAX_VALUE / (3 * Float.BYTES);

  public BatchConfig {
    if (maxImages < 1) {
      throw mustBe(TaggingOptions.BATCH_MAX_IMAGES, "at least 1", maxImages);
    }
    if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw mustBe(TaggingOptions.BATCH_MAX_PIXELS, "from 1 to " + MOST_PIXELS, maxPixels);
    }
    if (maxDelay.toMillis() < 1) {
      throw mustBe(TaggingOptions.BATCH_MAX_DELAY, "at least 1 ms", maxDelay.toMillis() + " ms");
    }
  }

  static BatchConfig read(OptionReader options) {
    return new BatchConfig(
        options.read(TaggingOptions.BATCH_MAX_IMAGES),
        options.read(TaggingOptions.BATCH_MAX_PIXELS),
        options.read(TaggingOptions.BATCH_MAX_DELAY));
  }
}
