package dev.tagstream.pipeline.image.bmp;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Arrays;

/**
 * The run lengths of a BMP, of 4-bit or 8-bit indexes. Pixels beyond the width are dropped, because
 * writers pad their rows; skipped pixels have index 0.
 */
final class BmpRuns {

  private static final int END_OF_LINE = 0;
  private static final int END_OF_IMAGE = 1;
  private static final int JUMP = 2;

  private final EncodedBytes encoded;
  private final BmpLayout layout;
  private final int indexBits;
  private long at;
  private int x;
  private int rowsRead;
  private int emptyRows;
  private boolean hasEnded;

  BmpRuns(EncodedBytes encoded, BmpLayout layout) {
    this.encoded = encoded;
    this.layout = layout;
    this.indexBits = layout.bits();
    this.at = layout.dataOffset();
  }

  /**
   * Reads the next stored row into {@code row}, a byte for each index.
   *
   * @return whether the row is complete
   */
  boolean readRow(byte[] row) throws UnreadableImageException {
    Arrays.fill(row, (byte) 0);
    rowsRead++;
    if (emptyRows > 0) {
      emptyRows--;
      return true;
    }
    while (!hasEnded) {
      if (!encoded.has(at, 2)) {
        return endsFull();
      }
      int count = encoded.uint8(at);
      int code = encoded.uint8(at + 1);
      if (count > 0) {
        at += 2;
        run(row, count, code);
      } else if (code > JUMP) {
        if (!copy(row, code)) {
          return endsFull();
        }
      } else if (endsRow(code)) {
        return true;
      }
    }
    return true;
  }

  /** At the end of the file, only the current row can be complete. */
  private boolean endsFull() {
    boolean isFull = x >= layout.width();
    x = 0;
    return isFull;
  }

  private boolean endsRow(int code) throws UnreadableImageException {
    at += 2;
    switch (code) {
      case END_OF_LINE -> x = 0;
      case END_OF_IMAGE -> hasEnded = true;
      default -> {
        return jump();
      }
    }
    return true;
  }

  /** Moves right and down by some columns and rows. */
  private boolean jump() throws UnreadableImageException {
    int right = encoded.uint8(at);
    int rows = encoded.uint8(at + 1);
    if (x + right > layout.width() || rowsRead + rows > layout.height()) {
      throw encoded.corrupt(
          "a jump out of the image, by %d columns and %d rows, at byte %d"
              .formatted(right, rows, at));
    }
    at += 2;
    x += right;
    emptyRows = Math.max(0, rows - 1);
    return rows > 0;
  }

  /** Repeats one index, or two alternating ones. */
  private void run(byte[] row, int count, int indexes) {
    int end = Math.min(layout.width(), x + count);
    for (int to = x; to < end; to++) {
      row[to] = index(indexes, to - x);
    }
    x = Math.min(layout.width(), x + count);
  }

  /** Literal indexes, padded to whole words; false if the file ends before. */
  private boolean copy(byte[] row, int count) throws UnreadableImageException {
    int perByte = Byte.SIZE / indexBits;
    int bytes = (count + perByte - 1) / perByte;
    for (int i = 0; i < count && x < layout.width(); i++) {
      long from = at + 2 + i / perByte;
      if (!encoded.has(from, 1)) {
        return false;
      }
      row[x++] = index(encoded.uint8(from), i);
    }
    at += 2 + bytes + (bytes & 1);
    return true;
  }

  private byte index(int indexes, int position) {
    if (indexBits == Byte.SIZE) {
      return (byte) indexes;
    }
    return (byte) (position % 2 == 0 ? indexes >> indexBits : indexes & 0xF);
  }
}
