package dev.tagstream.cli.tag.input;

import dev.tagstream.pipeline.record.RejectedImage;
import java.io.IOException;

/** Images to tag, visited one by one because there may be more than memory holds. */
public interface Inputs extends AutoCloseable {

  /** Receives the images of a visit. */
  interface Visitor {

    void visit(Input image) throws IOException, InterruptedException;

    /** Receives a reject for an image that cannot be read or must not be tagged. */
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
