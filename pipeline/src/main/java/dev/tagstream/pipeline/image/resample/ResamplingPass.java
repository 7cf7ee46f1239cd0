package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.PackedRows;

/**
 * Scales an image's rows, one of its two axes, to fewer or more of them: rows go in from the top,
 * and come out when all that they are made of is there.
 */
abstract sealed class ResamplingPass permits ExactPass, CoarsePass {

  private ResamplingTable table = ResamplingTable.NONE;
  private int rowInts;
  private int nextSource;
  private int nextWanted;

  /** How many of the rows that went in last are kept, and how long they may be. */
  private int keptRows;

  private int keptInts;

  /**
   * Begins with another image.
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

  /** Takes the next row: the source row {@code row - firstSource} of what it is read from. */
  final void add(PackedRows source, int row) {
    keep(source, row, place(nextSource), rowInts);
    nextSource++;
  }

  /** Whether another scaled row can be made of what went in. */
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

  /** Where a source row is kept. */
  final int place(int source) {
    return source % keptRows;
  }

  /** Makes room for so many rows of so many ints. */
  abstract void allocate(int rows, int ints);

  /** Copies a row of the source to a place among the rows that are kept. */
  abstract void keep(PackedRows source, int row, int place, int ints);

  /**
   * Adds up as many rows as the table has taps, and rounds.
   *
   * @param start the first source row
   * @param weight where their weights begin
   */
  abstract int[] sum(int start, ResamplingTable table, int weight, int ints);
}
