package dev.tagstream.pipeline.image.format;

import dev.tagstream.pipeline.record.UnreadableImageException;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a truncated image lacks. Refuses the image, unless truncated images are tagged or
 * almost nothing is missing.
 */
public final class MissingPixels {

  private final EncodedBytes encoded;
  private final boolean isTolerant;
  private @Nullable String what;

  private MissingPixels(EncodedBytes encoded, boolean isTolerant) {
    this.encoded = encoded;
    this.isTolerant = isTolerant;
  }

  /** Refuses an image that lacks more than almost nothing. */
  public static MissingPixels refusing(EncodedBytes encoded) {
    return new MissingPixels(encoded, false);
  }

  /** Accepts the pixels that are there. */
  public static MissingPixels tolerating(EncodedBytes encoded) {
    return new MissingPixels(encoded, true);
  }

  /**
   * Reports missing rows of pixels.
   *
   * @throws UnreadableImageException if truncated images are refused, or all rows are missing
   */
  public void rows(int missing, int height) throws UnreadableImageException {
    if (missing == height) {
      throw encoded.truncated("it ends before its first row of pixels");
    }
    more("%d of %d rows are missing because the file is truncated".formatted(missing, height));
  }

  /**
   * Reports a missing part that the image needs.
   *
   * @param line its description, for a person
   * @throws UnreadableImageException if truncated images are refused
   */
  public void more(String line) throws UnreadableImageException {
    if (!isTolerant) {
      throw encoded.truncated(line);
    }
    what = line;
  }

  /** Reports a missing part that is too small to refuse an image for. */
  public void little(String line) {
    what = line;
  }

  /** One line for a person; null if nothing is missing. */
  public @Nullable String toLine() {
    return what;
  }
}
