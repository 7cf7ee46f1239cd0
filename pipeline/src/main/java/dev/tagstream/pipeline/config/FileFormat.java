package dev.tagstream.pipeline.config;

import java.util.Locale;

/** The file format of results. */
public enum FileFormat {
  /** A JSON object in each line. */
  JSONL,
  /** Parquet, compressed with Zstandard. */
  PARQUET;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
