package dev.tagstream.pipeline.config;

import java.util.Locale;

/**
 * The reaction of the job if something is lost, or would be tagged twice, and a restart cannot fix
 * it.
 */
public enum OnLoss {
  /** The job fails and does not restart by itself: a person must decide. */
  FAIL,
  /** The job reports it in the log and in a metric, and continues. */
  CONTINUE;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
