package dev.tagstream.pipeline.image.bmp;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * Decodes BMPs with any header since OS/2, as Pillow does if it reads them. (OpenCV reads masks
 * behind the smallest header only, and takes the padding of run lengths for pixels.)
 */
public final class BmpReader {

  /** Reads the pixels of the next stored row; false if the row is missing. */
  private interface Rows {
    boolean read(int stored, byte[] rgb) throws UnreadableImageException;
  }

  /** Converts a stored row to pixels. */
  private interface Coloring {
    void color(byte[] row, int count, byte[] rgb);
  }

  /** Decodes into an image of the header's size; missing rows get index 0 or black. */
  public void read(EncodedBytes encoded, NativeImage into, MissingPixels missing)
      throws UnreadableImageException {
    BmpLayout layout = BmpLayout.of(encoded);
    Rows rows = rows(encoded, layout);
    requireRows(layout.mostRows(encoded.length()), layout, missing);
    into.create(layout.width(), layout.height());
    byte[] rgb = new byte[3 * layout.width()];
    int come = 0;
    while (come < layout.height() && rows.read(come, rgb)) {
      into.setRow(layout.shownRow(come), 0, layout.width(), rgb);
      come++;
    }
    requireRows(come, layout, missing);
    fillMissing(encoded, layout, come, into);
  }

  private static void requireRows(int come, BmpLayout layout, MissingPixels missing)
      throws UnreadableImageException {
    if (come < layout.height()) {
      missing.rows(layout.height() - come, layout.height());
    }
  }

  private static void fillMissing(
      EncodedBytes encoded, BmpLayout layout, int come, NativeImage into)
      throws UnreadableImageException {
    byte[] rgb = new byte[3 * layout.width()];
    if (layout.bits() <= Byte.SIZE) {
      new BmpPalette(encoded, layout).color(new byte[layout.width()], layout.width(), rgb);
    }
    for (int stored = come; stored < layout.height(); stored++) {
      into.setRow(layout.shownRow(stored), 0, layout.width(), rgb);
    }
  }

  private static Rows rows(EncodedBytes encoded, BmpLayout layout) throws UnreadableImageException {
    return switch (layout.coding()) {
      case RUNS_OF_8_BITS, RUNS_OF_4_BITS -> runs(encoded, layout);
      case PLAIN, BIT_FIELDS -> plain(encoded, layout);
    };
  }

  private static Rows runs(EncodedBytes encoded, BmpLayout layout) throws UnreadableImageException {
    BmpPalette palette = new BmpPalette(encoded, layout);
    BmpRuns runs = new BmpRuns(encoded, layout);
    byte[] indexes = new byte[layout.width()];
    return (stored, rgb) -> {
      boolean hasCome = runs.readRow(indexes);
      palette.color(indexes, layout.width(), rgb);
      return hasCome;
    };
  }

  private static Rows plain(EncodedBytes encoded, BmpLayout layout)
      throws UnreadableImageException {
    int rowBytes = (int) layout.rowBytes();
    byte[] row = new byte[rowBytes];
    Coloring coloring =
        layout.bits() <= Byte.SIZE
            ? new BmpPalette(encoded, layout)::colorPacked
            : BmpBitFields.of(encoded, layout)::color;
    return (stored, rgb) -> {
      long at = layout.dataOffset() + stored * layout.rowStep();
      if (!encoded.has(at, rowBytes)) {
        return false;
      }
      encoded.copy(at, row, rowBytes);
      coloring.color(row, layout.width(), rgb);
      return true;
    };
  }
}
