package dev.tagstream.pipeline.config;

import java.util.Locale;

/** What becomes of an image whose file ends before all of its pixels have come. */
public enum Truncated {
  /** It is rejected. */
  REJECT,
  /** It is tagged as far as it goes, and the result tells what is missing. */
  TAG;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
