package dev.tagstream.pipeline.model;

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
    String name, ElementType type, Layout layout, int height, int width, int fixedBatch)
    implements Serializable {

  /** The type of the input's elements. */
  public enum ElementType {
    /** Pixels as they are; the graph normalises itself. */
    UINT8(Byte.BYTES),
    /** Normalised by the pipeline. */
    FLOAT32(Float.BYTES);

    private final int bytes;

    ElementType(int bytes) {
      this.bytes = bytes;
    }

    /** The size of one element, in bytes. */
    public int bytes() {
      return bytes;
    }
  }

  /** The order of the input's dimensions; N is the batch. */
  public enum Layout {
    NCHW,
    NHWC
  }

  /** The length of one image's row, in bytes. */
  public int rowBytes() {
    return 3 * height * width * type.bytes();
  }
}
