package dev.tagstream.pipeline.image.resample;

/**
 * A row of samples as whole numbers, arranged so that the JIT compiler vectorizes every loop over
 * them: of each four bytes in memory, the first is in the first lane, the second in the second and
 * so on.
 */
final class SampleRow {

  private static final int LANES = 4;
  private static final int MOST = 255;

  private final int[][] lanes;

  /**
   * An empty row.
   *
   * @param length in groups of four samples
   */
  SampleRow(int length) {
    this.lanes = new int[LANES][length];
  }

  /** Unpacks samples, four from each int. */
  void unpack(int[] packed, int length) {
    unpack(packed, lanes[0], lanes[1], lanes[2], lanes[3], length);
  }

  /** Packs samples into bytes, four in each int. */
  void pack(int[] packed, int length) {
    pack(lanes[0], lanes[1], lanes[2], lanes[3], packed, length);
  }

  /**
   * Sets this row to the sum of three rows weighted in fixed point, plus {@link
   * ResamplingTable#HALF}.
   *
   * @param at the index of the first weight
   */
  void setToSum(SampleRow row0, SampleRow row1, SampleRow row2, int[] weights, int at, int length) {
    for (int lane = 0; lane < LANES; lane++) {
      sum(
          row0.lanes[lane],
          row1.lanes[lane],
          row2.lanes[lane],
          weights[at],
          weights[at + 1],
          weights[at + 2],
          lanes[lane],
          length);
    }
  }

  /** Adds a row weighted in fixed point. */
  void add(SampleRow row, int weight, int length) {
    for (int lane = 0; lane < LANES; lane++) {
      add(row.lanes[lane], weight, lanes[lane], length);
    }
  }

  /** From fixed point to whole numbers from 0 to 255. */
  void clip(int length) {
    for (int[] lane : lanes) {
      clip(lane, length);
    }
  }

  private static void unpack(
      int[] packed, int[] lane0, int[] lane1, int[] lane2, int[] lane3, int length) {
    for (int i = 0; i < length; i++) {
      lane0[i] = packed[i] & 0xFF;
      lane1[i] = packed[i] >>> 8 & 0xFF;
      lane2[i] = packed[i] >>> 16 & 0xFF;
      lane3[i] = packed[i] >>> 24;
    }
  }

  private static void pack(
      int[] lane0, int[] lane1, int[] lane2, int[] lane3, int[] packed, int length) {
    for (int i = 0; i < length; i++) {
      packed[i] = lane0[i] | lane1[i] << 8 | lane2[i] << 16 | lane3[i] << 24;
    }
  }

  private static void sum(
      int[] row0,
      int[] row1,
      int[] row2,
      int weight0,
      int weight1,
      int weight2,
      int[] sums,
      int length) {
    for (int i = 0; i < length; i++) {
      sums[i] = ResamplingTable.HALF + weight0 * row0[i] + weight1 * row1[i] + weight2 * row2[i];
    }
  }

  private static void add(int[] row, int weight, int[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += weight * row[i];
    }
  }

  /** Without Math.min and max, which the JIT compiler of Java 17 does not vectorize. */
  private static void clip(int[] sums, int length) {
    for (int i = 0; i < length; i++) {
      int whole = sums[i] >> ResamplingTable.PRECISION_BITS;
      int room = MOST - (whole & ~(whole >> 31));
      sums[i] = MOST - (room & ~(room >> 31));
    }
  }
}
