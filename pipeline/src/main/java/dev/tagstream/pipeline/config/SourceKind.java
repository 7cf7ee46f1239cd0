package dev.tagstream.pipeline.config;

import java.util.Locale;

/** The sources of images. */
public enum SourceKind {
  /** A topic of Kafka. */
  KAFKA,
  /** Files, objects of S3, archives and tables. */
  OBJECTS;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
