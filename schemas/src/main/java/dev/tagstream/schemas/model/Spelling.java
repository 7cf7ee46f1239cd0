package dev.tagstream.schemas.model;

import java.util.Locale;

/** How the format writes a constant. */
public enum Spelling {
  /** Words, with dashes: {@code shortest-side}. */
  LOWER_CASE {
    @Override
    String of(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  },
  /** Abbreviations: {@code NCHW}. */
  UPPER_CASE {
    @Override
    String of(Enum<?> constant) {
      return constant.name();
    }
  };

  abstract String of(Enum<?> constant);
}
