package dev.tagstream.cli.tag.input;

import java.io.IOException;

/** Images to be tagged, visited one by one: there may be more than memory holds. */
public interface Inputs extends AutoCloseable {

  /** What is done with the images. */
  interface Visitor {

    void visit(Input image) throws IOException, InterruptedException;

    /**
     * There should be an image, or a folder of images, but it cannot be read.
     *
     * @param id what leads to it
     * @param detail why, in one line
     */
    void visitUnreadable(String id, String detail) throws IOException, InterruptedException;

    /**
     * There is an image, but its place says that it is none to be tagged.
     *
     * @param reason such as {@code TOO_MANY_BYTES}
     * @param detail why, in one line
     */
    void visitRejected(String id, String reason, String detail)
        throws IOException, InterruptedException;
  }

  /** Visits every image, in the same order each time as long as nothing changes. */
  void forEach(Visitor visitor) throws IOException, InterruptedException;

  /** Whether all can be visited without being read, to count them. */
  default boolean isCounted() {
    return true;
  }

  @Override
  default void close() throws IOException {}
}
