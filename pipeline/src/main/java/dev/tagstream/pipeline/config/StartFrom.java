package dev.tagstream.pipeline.config;

import java.util.Locale;

/** Where reading begins when there is no checkpoint to go on from. */
public enum StartFrom {
  /** The oldest record of each partition. */
  EARLIEST,
  /** Records that arrive after the job began. */
  LATEST,
  /** Where the consumer group stopped; the oldest record where it never was. */
  COMMITTED;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
