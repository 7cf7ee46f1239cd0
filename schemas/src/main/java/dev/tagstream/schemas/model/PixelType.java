package dev.tagstream.schemas.model;

/** The type of a model's input elements. */
public enum PixelType {
  /** Pixels as they are; the graph normalizes itself. */
  UINT8(Byte.BYTES),
  /** Normalized as the preprocessing says. */
  FLOAT32(Float.BYTES);

  private final int bytes;

  PixelType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element, in bytes. */
  public int bytes() {
    return bytes;
  }
}
