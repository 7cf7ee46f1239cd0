package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.time.Duration;

/**
 * When rejects are a storm.
 *
 * @param share of rejected images in a window, 0 to 1; a larger share is a storm
 * @param window over which images are counted, at least 1 s
 * @param minImages the fewest images of a window that can be a storm, at least 1
 * @param onStorm what the job does then
 */
public record StormConfig(float share, Duration window, int minImages, OnStorm onStorm)
    implements Serializable {

  public StormConfig {
    if (!(share >= 0 && share <= 1)) {
      throw mustBe(TaggingOptions.REJECTS_STORM_SHARE, "from 0 to 1", share);
    }
    if (window.toMillis() < 1000) {
      throw mustBe(TaggingOptions.REJECTS_STORM_WINDOW, "at least 1 s", window.toMillis() + " ms");
    }
    if (minImages < 1) {
      throw mustBe(TaggingOptions.REJECTS_STORM_MIN_IMAGES, "at least 1", minImages);
    }
  }

  static StormConfig read(OptionReader options) {
    return new StormConfig(
        options.read(TaggingOptions.REJECTS_STORM_SHARE),
        options.read(TaggingOptions.REJECTS_STORM_WINDOW),
        options.read(TaggingOptions.REJECTS_STORM_MIN_IMAGES),
        options.read(TaggingOptions.REJECTS_ON_STORM));
  }
}
