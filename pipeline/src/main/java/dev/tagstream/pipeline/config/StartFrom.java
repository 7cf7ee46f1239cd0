package dev.tagstream.pipeline.config;

import java.util.Locale;

/** Where reading starts if there is no checkpoint to resume from. */
public enum StartFrom {
  /** The oldest record of each partition. */
  EARLIEST,
  /** Records that arrive after the job has started. */
  LATEST,
  /** The group's committed offsets; the oldest record of a partition that has none. */
  COMMITTED;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
