package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import dev.tagstream.pipeline.storm.StormLimits;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The guards that keep an image from stopping the job for ever.
 *
 * @param maxDecodeTime the longest time to decode an image, at least 10 ms
 * @param journalFolder where TaskManagers record the images in progress, on every host; null for
 *     the host's default
 * @param storm when rejects are a storm
 */
public record GuardsConfig(
    Duration maxDecodeTime, @Nullable String journalFolder, StormLimits storm)
    implements Serializable {

  private static final long MIN_DECODE_MILLIS = 10;

  public GuardsConfig {
    if (maxDecodeTime.toMillis() < MIN_DECODE_MILLIS) {
      throw mustBe(
          TaggingOptions.LIMITS_MAX_DECODE_TIME,
          "at least " + MIN_DECODE_MILLIS + " ms",
          maxDecodeTime.toMillis() + " ms");
    }
  }

  static GuardsConfig read(OptionReader options) {
    return new GuardsConfig(
        options.read(TaggingOptions.LIMITS_MAX_DECODE_TIME),
        options.find(TaggingOptions.JOURNAL_DIR).orElse(null),
        StormOptions.read(options));
  }
}
