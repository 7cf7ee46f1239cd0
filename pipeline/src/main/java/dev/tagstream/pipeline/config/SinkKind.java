package dev.tagstream.pipeline.config;

import java.util.Locale;

/** The destinations of results and rejects. */
public enum SinkKind {
  /** Topics. */
  KAFKA,
  /** Files in a folder. */
  FILES;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
