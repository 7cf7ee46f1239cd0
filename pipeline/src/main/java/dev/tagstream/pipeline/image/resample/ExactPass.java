package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.PackedRows;

/** A pass with Pillow's weights, in 32 bits for each sample. */
final class ExactPass extends ResamplingPass {

  private SampleRow[] rows = new SampleRow[0];
  private SampleRow sums = new SampleRow(0);
  private int[] packed = new int[0];

  @Override
  void allocate(int newRows, int ints) {
    packed = new int[ints];
    sums = new SampleRow(ints);
    rows = new SampleRow[newRows];
    for (int i = 0; i < newRows; i++) {
      rows[i] = new SampleRow(ints);
    }
  }

  @Override
  void keep(PackedRows source, int row, int place, int ints) {
    source.getRow(row, packed);
    rows[place].unpack(packed, ints);
  }

  @Override
  int[] sum(int start, ResamplingTable table, int weight, int ints) {
    int[] weights = table.weights();
    sums.setToSum(row(start), row(start + 1), row(start + 2), weights, weight, ints);
    for (int tap = ResamplingTable.LEAST_TAPS; tap < table.taps(); tap++) {
      sums.add(row(start + tap), weights[weight + tap], ints);
    }
    sums.clip(ints);
    sums.pack(packed, ints);
    return packed;
  }

  private SampleRow row(int source) {
    return rows[place(source)];
  }
}
