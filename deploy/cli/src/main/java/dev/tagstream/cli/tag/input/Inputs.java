package dev.tagstream.cli.tag.input;

import dev.tagstream.pipeline.record.RejectedImage;
import java.io.IOException;

/** Images to be tagged, visited one by one: there may be more than memory holds. */
public interface Inputs extends AutoCloseable {

  /** What is done with the images. */
  interface Visitor {

    void visit(Input image) throws IOException, InterruptedException;

    /** There is, or should be, an image, but it cannot be read or is none to be tagged. */
    void visitRejected(RejectedImage rejected) throws IOException, InterruptedException;
  }

  /** Visits every image, in the same order each time as long as nothing changes. */
  void forEach(Visitor visitor) throws IOException, InterruptedException;

  /**
   * Visits every image without reading any, to count them.
   *
   * @return whether these are all; there may be archives, whose members only a reader learns
   */
  default boolean forEachListed(Visitor visitor) throws IOException, InterruptedException {
    forEach(visitor);
    return true;
  }

  @Override
  default void close() throws IOException {}
}
