package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * When a batch goes to the model.
 *
 * @param maxImages when it has this many images, at least 1
 * @param maxPixels before it would have more, at least 1, for models that take images of any size;
 *     one image may have no more either
 * @param maxBytes before more waits with it, rows and images as they were sent, at least 1
 * @param maxDelay when its first image has waited this long, at least 1 ms
 * @param targetLatency when its first image would else take longer than this, at least 1 ms; null
 *     where {@code maxImages} and {@code maxDelay} decide
 */
public record BatchConfig(
    int maxImages,
    int maxPixels,
    long maxBytes,
    Duration maxDelay,
    @Nullable Duration targetLatency)
    implements Serializable {

  /** What a Java buffer holds of three channels in float32. */
  private static final int MOST_PIXELS = Integer.MAX_VALUE / (3 * Float.BYTES);

  public BatchConfig {
    if (maxImages < 1) {
      throw mustBe(TaggingOptions.BATCH_MAX_IMAGES, "at least 1", maxImages);
    }
    if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw mustBe(TaggingOptions.BATCH_MAX_PIXELS, "from 1 to " + MOST_PIXELS, maxPixels);
    }
    if (maxBytes < 1) {
      throw mustBe(TaggingOptions.BATCH_MAX_BYTES, "at least 1 byte", maxBytes);
    }
    requireTime(TaggingOptions.BATCH_MAX_DELAY, maxDelay);
    if (targetLatency != null) {
      requireTime(TaggingOptions.BATCH_TARGET_LATENCY, targetLatency);
    }
  }

  private static void requireTime(ConfigOption<Duration> option, Duration value) {
    if (value.toMillis() < 1) {
      throw mustBe(option, "at least 1 ms", value.toMillis() + " ms");
    }
  }

  static BatchConfig read(OptionReader options) {
    return new BatchConfig(
        options.read(TaggingOptions.BATCH_MAX_IMAGES),
        options.read(TaggingOptions.BATCH_MAX_PIXELS),
        options.read(TaggingOptions.BATCH_MAX_BYTES).getBytes(),
        options.read(TaggingOptions.BATCH_MAX_DELAY),
        options.find(TaggingOptions.BATCH_TARGET_LATENCY).orElse(null));
  }
}
