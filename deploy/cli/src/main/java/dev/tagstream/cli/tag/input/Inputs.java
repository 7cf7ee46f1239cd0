package dev.tagstream.cli.tag.input;

import dev.tagstream.pipeline.record.RejectedImage;
import java.io.IOException;
import java.util.function.DoubleSupplier;

/** Images to tag, visited one by one because there may be more than memory holds. */
public interface Inputs extends AutoCloseable {

  /** Receives the images of a visit. */
  interface Visitor {

    void visit(Input image) throws IOException, InterruptedException;

    /** Receives a reject for an image that cannot be read or must not be tagged. */
    void visitRejected(RejectedImage rejected) throws IOException, InterruptedException;

    /**
     * Receives an archive or a table. Its images follow, unless images are only listed.
     *
     * @param bytes its size
     * @param readShare the part of it that has been read by now, 0 to 1
     */
    void visitArchive(long bytes, DoubleSupplier readShare)
        throws IOException, InterruptedException;
  }

  /** Visits every image, in the same order each time as long as nothing changes. */
  void forEach(Visitor visitor) throws IOException, InterruptedException;

  /** Visits every image and every archive without reading any, to count them. */
  default void forEachListed(Visitor visitor) throws IOException, InterruptedException {
    forEach(visitor);
  }

  @Override
  default void close() throws IOException {}
}
