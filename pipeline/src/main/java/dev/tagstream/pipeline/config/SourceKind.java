package dev.tagstream.pipeline.config;

import java.util.Locale;

/** Where images come from. */
public enum SourceKind {
  /** A topic. */
  KAFKA,
  /** Files, objects of S3, archives and tables. */
  OBJECTS;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
