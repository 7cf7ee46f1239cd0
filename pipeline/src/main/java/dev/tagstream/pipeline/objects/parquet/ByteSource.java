package dev.tagstream.pipeline.objects.parquet;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file on any storage. */
public interface ByteSource {

  /** The length of the file in bytes. */
  long bytes();

  /** Opens the file at a byte offset. */
  InputStream open(long offset) throws IOException;
}
