package dev.tagstream.pipeline.config;

import java.util.Locale;

/** How to handle an image whose file is truncated. */
public enum Truncated {
  /** The job rejects the image. */
  REJECT,
  /**
   * The job tags the image from the pixels that are there, and the result describes what is
   * missing.
   */
  TAG;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
