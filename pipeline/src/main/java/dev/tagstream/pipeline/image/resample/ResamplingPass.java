package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.PackedRows;

/**
 * Scales an image along one axis, to fewer or more rows. Rows go in from the top; a scaled row
 * comes out as soon as all its source rows are there.
 */
abstract sealed class ResamplingPass permits ExactPass, CoarsePass {

  private ResamplingTable table = ResamplingTable.NONE;
  private int rowInts;
  private int nextSource;
  private int nextWanted;

  /** The number of last rows that are kept, and their longest length. */
  private int keptRows;

  private int keptInts;

  /**
   * Starts another image.
   *
   * @param newRowInts length of a row in ints, four samples in each
   */
  final void begin(ResamplingTable newTable, int newRowInts) {
    table = newTable;
    nextSource = newTable.firstSource();
    nextWanted = 0;
    if (newRowInts > keptInts || newTable.taps() > keptRows) {
      keptInts = newRowInts;
      keptRows = newTable.taps();
      allocate(keptRows, keptInts);
    }
    rowInts = newRowInts;
  }

  /** Adds the next row: the source row {@code row - firstSource} of the given rows. */
  final void add(PackedRows source, int row) {
    keep(source, row, place(nextSource), rowInts);
    nextSource++;
  }

  /** Whether the rows so far make another scaled row. */
  final boolean hasNext() {
    return nextWanted < table.starts().length && table.sourceEnd(nextWanted) <= nextSource;
  }

  /** The next scaled row, four samples in each int; valid until the next call of any method. */
  final int[] next() {
    int start = table.starts()[nextWanted];
    int weight = nextWanted * table.taps();
    nextWanted++;
    return sum(start, table, weight, rowInts);
  }

  /** The place of a source row in the buffer. */
  final int place(int source) {
    return source % keptRows;
  }

  /** Makes room for so many rows of so many ints. */
  abstract void allocate(int rows, int ints);

  /** Copies a row of the source to a place in the buffer. */
  abstract void keep(PackedRows source, int row, int place, int ints);

  /**
   * Adds up as many rows as the table has taps, and rounds.
   *
   * @param start the first source row
   * @param weight the index of the first weight
   */
  abstract int[] sum(int start, ResamplingTable table, int weight, int ints);
}
