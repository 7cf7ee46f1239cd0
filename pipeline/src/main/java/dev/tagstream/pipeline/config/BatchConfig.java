package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a batch; it goes to the model before it exceeds one.
 *
 * @param maxImages images in a batch, at least 1
 * @param maxPixels pixels in a batch, at least 1, for models that take images of any size; also the
 *     limit of one image
 * @param maxBytes rows and encoded images that wait together, in bytes, at least 1
 * @param maxDelay the longest wait of the first image, at least 1 ms
 * @param targetLatency the target from the arrival of an image to its result, at least 1 ms; null
 *     if {@code maxImages} and {@code maxDelay} decide
 */
public record BatchConfig(
    int maxImages,
    int maxPixels,
    long maxBytes,
    Duration maxDelay,
    @Nullable Duration targetLatency)
    implements Serializable {

  /** The most pixels of three channels in float32 that a Java buffer holds. */
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
