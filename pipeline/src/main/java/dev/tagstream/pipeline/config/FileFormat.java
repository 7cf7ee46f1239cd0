package dev.tagstream.pipeline.config;

import java.util.Locale;

/** How results lie in files. */
public enum FileFormat {
  /** A JSON object in each line. */
  JSONL,
  /** Parquet, compressed with Zstandard. */
  PARQUET;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
