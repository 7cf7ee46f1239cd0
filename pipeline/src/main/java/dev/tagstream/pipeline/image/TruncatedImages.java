package dev.tagstream.pipeline.image;

import java.util.Locale;

/** How to handle an image whose file is truncated. */
public enum TruncatedImages {
  /** The job rejects the image. */
  REJECT,
  /**
   * The job tags the image from the pixels that are there, as Pillow does with
   * LOAD_TRUNCATED_IMAGES, and the result describes what is missing.
   */
  TAG;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
