package dev.tagstream.pipeline.objects.parquet;

import java.io.IOException;

/** A file is not a readable Parquet file. The message is one line: the rule and the value. */
public final class MalformedParquetException extends IOException {

  private static final long serialVersionUID = 1L;

  public MalformedParquetException(String message) {
    super(message);
  }
}
