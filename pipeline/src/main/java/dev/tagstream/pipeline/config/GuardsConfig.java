package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an image from stopping the job for ever.
 *
 * @param maxDecodeTime how long an image may be decoded, at least 10 ms
 * @param journalFolder where the job notes what is in hand, on every host; null for the one that
 *     the host has for it
 * @param storm when rejects are a storm
 */
public record GuardsConfig(
    Duration maxDecodeTime, @Nullable String journalFolder, StormConfig storm)
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
        StormConfig.read(options));
  }
}
