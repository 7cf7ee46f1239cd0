package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.PackedRows;

/**
 * Makes rows of pixels shorter. Passes add up whole rows, which is what vector instructions do
 * best; so OpenCV puts the columns of a part of the image upright as rows, and lays them down again
 * when they are fewer.
 */
final class ColumnsPass implements AutoCloseable {

  private final ResamplingPass across;
  private final PackedRows standing = new PackedRows();
  private final PackedRows narrowStanding = new PackedRows();
  private final PackedRows narrow = new PackedRows();

  /** With the weights of a pass that is its own from now on. */
  ColumnsPass(ResamplingPass across) {
    this.across = across;
  }

  /** Where the columns are put as rows before they are narrowed. */
  PackedRows standing() {
    return standing;
  }

  /**
   * Narrows what stands.
   *
   * @param height how many rows the part has
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
