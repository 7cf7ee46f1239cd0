package dev.tagstream.cli.doctor.check;

import java.util.Locale;

/** What is thought of a finding. */
public enum Verdict {
  OK,
  /** The job runs, but not as one would wish. */
  WARNING,
  /** The job does not start, or not for long. */
  FAILURE;

  /** As people and JSON are told it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
