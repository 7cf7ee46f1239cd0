package dev.tagstream.pipeline.image;

/** The type of a model's input elements. */
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
