package dev.tagstream.pipeline.drift;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much is compared with a reference at a time.
 *
 * @param images the most images
 * @param time the longest time
 */
public record DriftWindow(long images, Duration time) implements Serializable {

  /** Fewer images are not compared: their shares say little. */
  public static final long FEWEST_IMAGES = 100;

  /** A shorter time would only measure how the images arrive. */
  public static final Duration SHORTEST = Duration.ofSeconds(10);

  /** About 292 years, the longest that nanoseconds can count. */
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  public DriftWindow {
    if (images < FEWEST_IMAGES) {
      throw new IllegalArgumentException(
          "a window has at least %d images but was given %d".formatted(FEWEST_IMAGES, images));
    }
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(FOR_EVER) > 0) {
      throw new IllegalArgumentException(
          "a window takes at least %s but was given %s".formatted(SHORTEST, time));
    }
  }

  /** A window that ends after this many images. */
  public static DriftWindow ofImages(long images) {
    return new DriftWindow(images, FOR_EVER);
  }

  /** A window that ends after this time. */
  public static DriftWindow ofTime(Duration time) {
    return new DriftWindow(Long.MAX_VALUE, time);
  }

  /** Whether a window has ended. */
  boolean isOver(long countedImages, long nanos) {
    return countedImages >= images || nanos >= time.toNanos();
  }
}
