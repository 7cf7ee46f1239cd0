package dev.tagstream.schemas.model;

/** The type of a model's input elements. */
public enum PixelType {
  /** Raw pixels; the graph normalizes them. */
  UINT8(Byte.BYTES),
  /** Pixels normalized by the preprocessing. */
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
