package dev.tagstream.export.keras;

/** Rows and columns around an image. */
record Padding(int top, int bottom, int left, int right) {

  static final Padding NONE = new Padding(0, 0, 0, 0);

  /** The padding of a window in ONNX: all begins, then all ends. */
  int[] ofWindow() {
    return new int[] {top, left, bottom, right};
  }

  /** The padding of [batch, channels, height, width] in ONNX. */
  long[] ofPlanes() {
    return new long[] {0, 0, top, left, 0, 0, bottom, right};
  }

  int vertical() {
    return top + bottom;
  }

  int horizontal() {
    return left + right;
  }
}
