package dev.tagstream.pipeline.config;

import java.util.Locale;

/** Which of the listed objects are tagged. */
public enum ObjectSelection {
  /** Those that no finished run into the same folder has read in this version. */
  NEW,
  /** All of them. */
  ALL;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
