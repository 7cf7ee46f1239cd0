package dev.tagstream.cli.tag.output;

import dev.tagstream.pipeline.record.ImageOutcome;
import java.io.IOException;

/** Writes answers one after another. For use by one thread at a time. */
public interface Answers extends AutoCloseable {

  /**
   * Whether an earlier run answered an image in its current version.
   *
   * @param version of the object that contains the image
   */
  boolean has(String id, String version) throws IOException;

  /** The number of answers of earlier runs. */
  long before();

  /** Writes an answer, which survives a kill of this process. */
  void add(ImageOutcome answer) throws IOException;

  /** Says that every image has its answer. */
  default void finish() throws IOException {}

  @Override
  void close() throws IOException;
}
