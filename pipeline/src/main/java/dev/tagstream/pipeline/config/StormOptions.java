package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import dev.tagstream.pipeline.storm.StormLimits;

/** Reads and validates the options that define a reject storm. */
final class StormOptions {

  private static final long MIN_WINDOW_MILLIS = 1000;

  private StormOptions() {}

  static StormLimits read(OptionReader options) {
    StormLimits storm =
        new StormLimits(
            options.read(TaggingOptions.REJECTS_STORM_SHARE),
            options.read(TaggingOptions.REJECTS_STORM_WINDOW),
            options.read(TaggingOptions.REJECTS_STORM_MIN_IMAGES),
            options.read(TaggingOptions.REJECTS_ON_STORM));
    if (!(storm.share() >= 0 && storm.share() <= 1)) {
      throw mustBe(TaggingOptions.REJECTS_STORM_SHARE, "from 0 to 1", storm.share());
    }
    if (storm.window().toMillis() < MIN_WINDOW_MILLIS) {
      throw mustBe(
          TaggingOptions.REJECTS_STORM_WINDOW, "at least 1 s", storm.window().toMillis() + " ms");
    }
    if (storm.minImages() < 1) {
      throw mustBe(TaggingOptions.REJECTS_STORM_MIN_IMAGES, "at least 1", storm.minImages());
    }
    return storm;
  }
}
