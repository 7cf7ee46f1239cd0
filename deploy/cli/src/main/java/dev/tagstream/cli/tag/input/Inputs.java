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
  }

  /** Visits every image, in the same order each time as long as nothing changes. */
  void forEach(Visitor visitor) throws IOException, InterruptedException;

  @Override
  default void close() throws IOException {}
}
