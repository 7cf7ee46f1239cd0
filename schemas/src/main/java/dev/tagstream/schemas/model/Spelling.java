package dev.tagstream.schemas.model;

import java.util.Locale;

/** The notation of an enum constant in JSON. */
public enum Spelling {
  /** Words with dashes, such as {@code shortest-side}. */
  LOWER_CASE {
    @Override
    String of(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  },
  /** Upper case for abbreviations, such as {@code NCHW}. */
  UPPER_CASE {
    @Override
    String of(Enum<?> constant) {
      return constant.name();
    }
  };

  abstract String of(Enum<?> constant);
}
