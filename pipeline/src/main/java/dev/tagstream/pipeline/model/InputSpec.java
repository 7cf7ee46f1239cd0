package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.image.ElementType;
import dev.tagstream.pipeline.image.PixelLayout;
import java.io.Serializable;

/**
 * The tensor a model takes.
 *
 * @param name of the graph's input
 * @param type of its elements
 * @param layout the order of its dimensions
 * @param height in pixels
 * @param width in pixels
 * @param fixedBatch the only number of rows the graph takes; 0 if it takes any
 */
public record InputSpec(
    String name, ElementType type, PixelLayout layout, int height, int width, int fixedBatch)
    implements Serializable {

  /** The length of one image's row, in bytes. */
  public int rowBytes() {
    return 3 * height * width * type.bytes();
  }
}
