package dev.tagstream.pipeline.config;

import java.util.Locale;

/** How close decoded images are to those of the model's authors. */
public enum DecodeMode {
  /** The reference's pixels, to the bit. */
  EXACT,
  /** Nearly the same of large JPEGs, for less processor time. */
  FAST,
  /** Baseline JPEGs by a GPU, the others exactly. */
  GPU;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
