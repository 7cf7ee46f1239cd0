package dev.tagstream.pipeline.config;

import java.util.Locale;

/** The destinations of results and rejects. */
public enum SinkKind {
  /** The topics of tags and rejects in Kafka. */
  KAFKA,
  /** Files in a folder. */
  FILES;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
