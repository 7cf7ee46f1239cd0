package dev.tagstream.cli.tag.output;

import dev.tagstream.pipeline.record.ImageOutcome;
import java.io.IOException;

/** Where answers go, one after the other. For use by one thread at a time. */
public interface Answers extends AutoCloseable {

  /**
   * Whether an earlier run wrote the answer of an image as it is now.
   *
   * @param version of the object that it lies in
   */
  boolean has(String id, String version) throws IOException;

  /** How many answers earlier runs wrote. */
  long before();

  /** Writes an answer, so that it stays even if this process is killed. */
  void add(ImageOutcome answer) throws IOException;

  /** Says that every image has its answer. */
  default void finish() throws IOException {}

  @Override
  void close() throws IOException;
}
