package dev.tagstream.pipeline.config;

import java.util.Locale;

/**
 * What the job does when it finds that something is lost, or would come twice, and that no restart
 * mends it.
 */
public enum OnLoss {
  /** It fails and does not restart by itself: somebody has to decide. */
  FAIL,
  /** It says so in the log and in a metric, and goes on with what is left. */
  CONTINUE;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
