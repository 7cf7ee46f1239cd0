package dev.tagstream.pipeline.image;

/** A whole picture in memory, upright: uint8 [height, width, 3], blue first. */
interface PixelRows {

  int width();

  int height();

  /** Copies {@code columns} pixels of row {@code y}, from column {@code first} on. */
  void copyRow(int y, int first, int columns, byte[] into);
}
