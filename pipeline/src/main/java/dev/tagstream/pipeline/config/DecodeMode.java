package dev.tagstream.pipeline.config;

import java.util.Locale;

/** How closely decoded images match those of the model's authors. */
public enum DecodeMode {
  /** Equal to the reference's pixels, to the bit. */
  EXACT,
  /** Nearly equal for large JPEGs, in less processor time. */
  FAST,
  /** A GPU decodes baseline JPEGs; the CPU decodes all other images exactly. */
  GPU;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
