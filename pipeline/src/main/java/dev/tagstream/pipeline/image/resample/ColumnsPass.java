package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.PackedRows;

/**
 * Shortens rows of pixels. Passes add up whole rows, which suits vector instructions; so OpenCV
 * transposes the columns of a part of the image to rows, and transposes them back when there are
 * fewer.
 */
final class ColumnsPass implements AutoCloseable {

  private final ResamplingPass across;
  private final PackedRows standing = new PackedRows();
  private final PackedRows narrowStanding = new PackedRows();
  private final PackedRows narrow = new PackedRows();

  /** Uses the weights of a pass, which it owns from now on. */
  ColumnsPass(ResamplingPass across) {
    this.across = across;
  }

  /** The buffer for the transposed columns. */
  PackedRows standing() {
    return standing;
  }

  /**
   * Shortens the transposed columns.
   *
   * @param height the number of rows of the part
   * @return its rows, narrow; borrowed until the next part
   */
  PackedRows narrow(ResamplingTable columns, int height) {
    narrowStanding.create(columns.starts().length, height);
    across.begin(columns, PackedRows.rowInts(height));
    int narrowed = 0;
    for (int x = 0; x < columns.sourceCount(); x++) {
      across.add(standing, x);
      while (across.hasNext()) {
        narrowStanding.setRow(narrowed++, across.next());
      }
    }
    narrowStanding.transpose(narrow);
    return narrow;
  }

  @Override
  public void close() {
    standing.close();
    narrowStanding.close();
    narrow.close();
  }
}
