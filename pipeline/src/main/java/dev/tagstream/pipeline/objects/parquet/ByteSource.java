package dev.tagstream.pipeline.objects.parquet;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file, wherever it lies. */
public interface ByteSource {

  /** How many there are. */
  long bytes();

  /** Opens the file at a byte. */
  InputStream open(long offset) throws IOException;
}
