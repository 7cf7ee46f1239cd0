package dev.tagstream.pipeline.config;

import java.util.Locale;

/** What the job does if most images are rejected. */
public enum OnStorm {
  /** The job continues and reports the storm in the log and in a metric. */
  LOG,
  /** The job fails and does not restart by itself. */
  STOP;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
