package dev.tagstream.cli.doctor.check;

import java.util.Locale;

/** The verdict of a finding. */
public enum Verdict {
  OK,
  /** The job runs, but not as intended. */
  WARNING,
  /** The job does not start, or fails soon. */
  FAILURE;

  /** The word in texts and in JSON. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
