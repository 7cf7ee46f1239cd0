package dev.tagstream.pipeline.objects.parquet;

import java.io.IOException;

/** A file is no Parquet that can be read; the message is one line: the rule, the value. */
public final class MalformedParquetException extends IOException {

  private static final long serialVersionUID = 1L;

  public MalformedParquetException(String message) {
    super(message);
  }
}
