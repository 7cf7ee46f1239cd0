package dev.tagstream.pipeline.config;

import java.util.Locale;

/** How much of the images topic the job tags. */
public enum Mode {
  /** The job runs until it is stopped. */
  STREAM,
  /** The job ends at the offsets that the topic had when the job started. */
  BATCH;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
