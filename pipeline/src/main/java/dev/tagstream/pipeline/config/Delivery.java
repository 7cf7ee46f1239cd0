package dev.tagstream.pipeline.config;

import java.util.Locale;

/** The delivery guarantee for results after a failure. */
public enum Delivery {
  /** Readers of committed records see each result once; the job writes in transactions. */
  EXACTLY_ONCE,
  /** A failure may repeat results, which are visible sooner. */
  AT_LEAST_ONCE;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
