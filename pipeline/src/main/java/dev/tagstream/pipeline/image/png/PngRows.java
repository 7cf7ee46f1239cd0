package dev.tagstream.pipeline.image.png;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;

/**
 * The order of a PNG's rows in its data, each behind the byte with its filter (PNG, third edition,
 * 7.2 and 8.1).
 *
 * @param passes one, or seven for an interlaced image, without those that have no pixels
 */
record PngRows(List<Pass> passes) {

  /**
   * Rows of the same length.
   *
   * @param rows the number of rows
   * @param bytes of each, including its filter
   */
  record Pass(int rows, int bytes) {}

  private static final long BIT_DEPTH = 24;
  private static final long INTERLACING = 28;

  /** First column and row of each pass of Adam7, and the distances of its columns and rows. */
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  static PngRows of(EncodedBytes encoded, ImageHeader header) throws UnreadableImageException {
    int bits = header.channels() * encoded.uint8(BIT_DEPTH);
    if (encoded.uint8(INTERLACING) == 0) {
      return new PngRows(List.of(pass(header.width(), header.height(), bits)));
    }
    List<Pass> passes = new ArrayList<>();
    for (int[] pass : ADAM7) {
      int columns = Math.max(0, ceilingDivide(header.width() - pass[0], pass[2]));
      int rows = Math.max(0, ceilingDivide(header.height() - pass[1], pass[3]));
      if (columns > 0 && rows > 0) {
        passes.add(pass(columns, rows, bits));
      }
    }
    return new PngRows(passes);
  }

  private static Pass pass(int columns, int rows, int bits) {
    return new Pass(rows, 1 + ceilingDivide(columns * bits, Byte.SIZE));
  }

  /** The rows of all passes. */
  int count() {
    return passes.stream().mapToInt(Pass::rows).sum();
  }

  private static int ceilingDivide(int dividend, int divisor) {
    return Math.floorDiv(dividend + divisor - 1, divisor);
  }
}
