package dev.tagstream.pipeline.config;

import java.util.Locale;

/** The selection of listed objects to tag. */
public enum ObjectSelection {
  /** Objects that no completed run into the same folder has read in this version. */
  NEW,
  /** All listed objects, including those of earlier runs. */
  ALL;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
