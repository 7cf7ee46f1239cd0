package dev.tagstream.pipeline.config;

import java.util.Locale;

/** What happens when most images are rejected. */
public enum OnStorm {
  /** The job goes on; log and metrics tell. */
  LOG,
  /** The job fails for good. */
  STOP;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
