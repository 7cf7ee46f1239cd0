package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;

/**
 * Size limits, checked before memory is allocated.
 *
 * @param maxEncodedBytes of an image as it was sent, at least 1
 * @param maxPixels width times height, at least 1, at most what a Java array holds in RGB
 * @param maxSide width and height each, in pixels, at least 1
 * @param maxRejectedValueBytes the part of a rejected record's value that its reject carries, in
 *     bytes, at least 0
 */
public record LimitsConfig(
    long maxEncodedBytes, long maxPixels, int maxSide, int maxRejectedValueBytes)
    implements Serializable {

  /** The default, 32 MiB. */
  public static final long USUAL_MAX_ENCODED_BYTES = 32L << 20;

  /** Unless the user says otherwise. */
  public static final long USUAL_MAX_PIXELS = 100_000_000;

  /** Unless the user says otherwise. */
  public static final int USUAL_MAX_SIDE = 30_000;

  private static final long MAX_RGB_PIXELS = Integer.MAX_VALUE / 3;

  public LimitsConfig {
    if (maxEncodedBytes < 1) {
      throw mustBe(TaggingOptions.LIMITS_MAX_ENCODED_BYTES, "at least 1 byte", maxEncodedBytes);
    }
    if (maxPixels < 1 || maxPixels > MAX_RGB_PIXELS) {
      throw mustBe(TaggingOptions.LIMITS_MAX_PIXELS, "from 1 to " + MAX_RGB_PIXELS, maxPixels);
    }
    if (maxSide < 1) {
      throw mustBe(TaggingOptions.LIMITS_MAX_SIDE, "at least 1", maxSide);
    }
    if (maxRejectedValueBytes < 0) {
      throw mustBe(
          TaggingOptions.REJECTS_MAX_VALUE_BYTES, "at least 0 bytes", maxRejectedValueBytes);
    }
  }

  static LimitsConfig read(OptionReader options) {
    return new LimitsConfig(
        options.read(TaggingOptions.LIMITS_MAX_ENCODED_BYTES).getBytes(),
        options.read(TaggingOptions.LIMITS_MAX_PIXELS),
        options.read(TaggingOptions.LIMITS_MAX_SIDE),
        // an array cannot be longer, so a larger limit never truncates
        (int)
            Math.min(
                options.read(TaggingOptions.REJECTS_MAX_VALUE_BYTES).getBytes(),
                Integer.MAX_VALUE));
  }
}
