package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.PackedRows;

/**
 * A pass with weights of 8 bits, from {@link ResamplingTable#coarse}. It multiplies two samples at
 * once, each in one half of an int. Weights that are not negative and add up to 1 need no carry and
 * no clipping.
 *
 * <p>The loops are short because the JIT compiler vectorizes them, but not one loop that does
 * everything.
 */
final class CoarsePass extends ResamplingPass {

  /** Of an int's four samples the first and the third; shifted, the second and the fourth. */
  private static final int PAIR = 0x00FF00FF;

  /** One half in each half, to round. */
  private static final int HALVES = 0x00800080;

  private int[][] rows = new int[0][0];
  private int[] evens = new int[0];
  private int[] odds = new int[0];
  private int[] packed = new int[0];

  @Override
  void allocate(int newRows, int ints) {
    rows = new int[newRows][ints];
    evens = new int[ints];
    odds = new int[ints];
    packed = new int[ints];
  }

  @Override
  void keep(PackedRows source, int row, int place, int ints) {
    source.getRow(row, rows[place]);
  }

  @Override
  int[] sum(int start, ResamplingTable table, int weight, int ints) {
    int[] weights = table.weights();
    begin(row(start), row(start + 1), weights[weight], weights[weight + 1], ints);
    for (int tap = 2; tap < table.taps(); tap++) {
      add(row(start + tap), weights[weight + tap], evens, odds, ints);
    }
    pack(evens, odds, packed, ints);
    return packed;
  }

  private int[] row(int source) {
    return rows[place(source)];
  }

  private void begin(int[] row0, int[] row1, int weight0, int weight1, int ints) {
    even(row0, row1, weight0, weight1, evens, ints);
    odd(row0, row1, weight0, weight1, odds, ints);
  }

  private static void even(
      int[] row0, int[] row1, int weight0, int weight1, int[] evens, int ints) {
    for (int i = 0; i < ints; i++) {
      evens[i] = HALVES + weight0 * (row0[i] & PAIR) + weight1 * (row1[i] & PAIR);
    }
  }

  private static void odd(int[] row0, int[] row1, int weight0, int weight1, int[] odds, int ints) {
    for (int i = 0; i < ints; i++) {
      odds[i] = HALVES + weight0 * ((row0[i] >>> 8) & PAIR) + weight1 * ((row1[i] >>> 8) & PAIR);
    }
  }

  private static void add(int[] row, int weight, int[] evens, int[] odds, int ints) {
    for (int i = 0; i < ints; i++) {
      evens[i] += weight * (row[i] & PAIR);
      odds[i] += weight * ((row[i] >>> 8) & PAIR);
    }
  }

  private static void pack(int[] evens, int[] odds, int[] packed, int ints) {
    for (int i = 0; i < ints; i++) {
      packed[i] = ((evens[i] >>> 8) & PAIR) | (odds[i] & ~PAIR);
    }
  }
}
