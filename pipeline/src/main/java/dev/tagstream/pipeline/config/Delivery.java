package dev.tagstream.pipeline.config;

import java.util.Locale;

/** What a failure may do to results. */
public enum Delivery {
  /** Readers of committed records see each result once, by transactions. */
  EXACTLY_ONCE,
  /** A failure may repeat results; they are visible sooner. */
  AT_LEAST_ONCE;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
