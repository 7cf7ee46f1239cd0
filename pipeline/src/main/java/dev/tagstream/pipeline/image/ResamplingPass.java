package dev.tagstream.pipeline.image;

/**
 * Scales a picture's rows, one of its two axes, to fewer or more of them: rows go in from the top,
 * and come out when all that they are made of is there.
 */
final class ResamplingPass {

  private ResamplingTable table = ResamplingTable.NONE;
  private int rowInts;
  private int nextSource;
  private int nextWanted;

  /** The rows that went in last, each where its number modulo their count says. */
  private SampleRow[] ring = new SampleRow[0];

  private SampleRow sums = new SampleRow(0);
  private int[] packed = new int[0];

  /**
   * Begins with another picture.
   *
   * @param newRowInts length of a row in ints, four samples in each
   */
  void begin(ResamplingTable newTable, int newRowInts) {
    table = newTable;
    nextSource = newTable.firstSource();
    nextWanted = 0;
    if (newRowInts > packed.length || newTable.taps() > ring.length) {
      packed = new int[newRowInts];
      sums = new SampleRow(newRowInts);
      ring = new SampleRow[newTable.taps()];
      for (int i = 0; i < ring.length; i++) {
        ring[i] = new SampleRow(newRowInts);
      }
    }
    rowInts = newRowInts;
  }

  /** Takes the next row: the source row {@code row - firstSource} of what it is read from. */
  void add(PackedRows source, int row) {
    source.getRow(row, packed);
    ringRow(nextSource).unpack(packed, rowInts);
    nextSource++;
  }

  /** Whether another scaled row can be made of what went in. */
  boolean hasNext() {
    return nextWanted < table.starts().length && table.sourceEnd(nextWanted) <= nextSource;
  }

  /** The next scaled row; valid until the next call of any method. */
  int[] next() {
    int start = table.starts()[nextWanted];
    int at = nextWanted * table.taps();
    int[] weights = table.weights();
    sums.setToSum(ringRow(start), ringRow(start + 1), ringRow(start + 2), weights, at, rowInts);
    for (int tap = ResamplingTable.LEAST_TAPS; tap < table.taps(); tap++) {
      sums.add(ringRow(start + tap), weights[at + tap], rowInts);
    }
    sums.clip(rowInts);
    sums.pack(packed, rowInts);
    nextWanted++;
    return packed;
  }

  private SampleRow ringRow(int source) {
    return ring[source % ring.length];
  }
}
