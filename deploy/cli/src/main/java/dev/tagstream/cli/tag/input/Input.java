package dev.tagstream.cli.tag.input;

import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;

/**
 * An image to be tagged that may not have been read.
 *
 * @param source the object or the part of one that it lies in, with its version
 * @param id what its answer is called: the path or URI that leads to it
 * @param encodedBytes how many bytes it has, as far as its place tells without reading it
 * @param content reads it
 */
public record Input(SourceObject source, String id, long encodedBytes, Content content) {

  /** The bytes of an image. */
  @FunctionalInterface
  public interface Content {

    /** Reads them all, under the id. Called once, by any thread. */
    ReadImage read() throws IOException;
  }
}
