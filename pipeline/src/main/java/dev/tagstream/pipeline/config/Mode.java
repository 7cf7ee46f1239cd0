package dev.tagstream.pipeline.config;

import java.util.Locale;

/** How much of the images topic is tagged. */
public enum Mode {
  /** The job runs until it is stopped. */
  STREAM,
  /** The job ends at the offsets that the topic had when it began. */
  BATCH;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
