package dev.tagstream.cli.tag.input;

import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;

/**
 * An image to tag, which has not been read yet.
 *
 * @param source the object or the part of it that contains the image, with its version
 * @param id the id of its answer: its path or URI
 * @param encodedBytes its length, as far as known without reading it
 * @param content reads it
 */
public record Input(SourceObject source, String id, long encodedBytes, Content content) {

  /** The bytes of an image. */
  @FunctionalInterface
  public interface Content {

    /** Reads the image. Called once, by any thread. */
    ReadImage read() throws IOException;
  }
}
