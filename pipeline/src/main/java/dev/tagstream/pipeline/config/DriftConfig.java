package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import dev.tagstream.pipeline.drift.DriftWindow;
import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * What the job's tags are compared with.
 *
 * @param reference path of the reference's file, on the machine that starts the job; null for the
 *     reference in the model's file, if it has one
 * @param window how much each slot compares at a time
 */
public record DriftConfig(@Nullable String reference, DriftWindow window) implements Serializable {

  /** The value of the option that switches the comparison off. */
  private static final String NONE = "none";

  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  /** Null if tags are compared with nothing. */
  static @Nullable DriftConfig read(OptionReader options) {
    DriftWindow window = window(options.read(TaggingOptions.DRIFT_WINDOW).strip());
    String reference = options.find(TaggingOptions.DRIFT_REFERENCE).orElse(null);
    return NONE.equals(reference) ? null : new DriftConfig(reference, window);
  }

  private static DriftWindow window(String value) {
    try {
      if (DIGITS.matcher(value).matches()) {
        return DriftWindow.ofImages(Long.parseLong(value));
      }
      Duration time = TimeUtils.parseDuration(value);
      return DriftWindow.ofTime(time);
    } catch (IllegalArgumentException | ArithmeticException outside) {
      throw mustBe(
          TaggingOptions.DRIFT_WINDOW,
          "at least %d images, such as 10000, or at least %d s, such as 1 h,"
              .formatted(DriftWindow.FEWEST_IMAGES, DriftWindow.SHORTEST.toSeconds()),
          value);
    }
  }
}
