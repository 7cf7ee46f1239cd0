package dev.tagstream.cli.tag.input;

import java.io.IOException;

/**
 * An image to be tagged that may not have been read.
 *
 * @param id what its answer is called: the path or URI that leads to it
 * @param encodedBytes how many bytes it has, as far as its place tells without reading it
 * @param content reads it
 */
public record Input(String id, long encodedBytes, Content content) {

  /** The bytes of an image. */
  @FunctionalInterface
  public interface Content {

    /** Reads them all. Called once, by any thread. */
    byte[] read() throws IOException;
  }
}
