package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.image.opencv.PackedRows;

/**
 * Scales an image like {@link Resampler}, with weights of 8 bits, in less than half of the time:
 * rows first, because that needs no transposing and leaves fewer rows to transpose. Only for
 * kernels without negative weights.
 */
final class CoarseResampler implements ImageScaler {

  private static final int CHANNELS = 3;

  /** The largest band of the source, so that it stays in a core's own cache. */
  private static final int BAND_BYTES = 1 << 18;

  private final ResamplingTables tables;
  private final CoarsePass down = new CoarsePass();
  private final ColumnsPass across = new ColumnsPass(new CoarsePass());
  private final PackedRows band = new PackedRows();

  /** All wanted rows, as wide as the source. */
  private final PackedRows low = new PackedRows();

  private int[] packed = new int[0];

  CoarseResampler(ResamplingTables tables) {
    this.tables = tables;
  }

  @Override
  public void scale(NativeImage source, OutputGeometry geometry, byte[] rgb) {
    ResamplingTable columns = tables.of(geometry.columns());
    ResamplingTable rows = tables.of(geometry.rows());
    lower(source, columns, rows);
    low.transpose(across.standing());
    write(across.narrow(columns, geometry.rows().count()), geometry, rgb);
  }

  /** The first pass: fewer rows, one band of the source after another. */
  private void lower(NativeImage source, ResamplingTable columns, ResamplingTable rows) {
    int left = columns.firstSource();
    int width = columns.sourceCount();
    int end = rows.firstSource() + rows.sourceCount();
    int bandRows = Math.max(1, BAND_BYTES / (CHANNELS * width));
    low.create(rows.starts().length, width);
    down.begin(rows, PackedRows.rowInts(width));
    int lowered = 0;
    for (int top = rows.firstSource(); top < end; top += bandRows) {
      int height = Math.min(bandRows, end - top);
      source.copy(left, top, width, height, band);
      for (int y = 0; y < height; y++) {
        down.add(band, y);
        while (down.hasNext()) {
          low.setRow(lowered++, down.next());
        }
      }
    }
  }

  private void write(PackedRows narrow, OutputGeometry geometry, byte[] rgb) {
    int width = geometry.columns().count();
    int ints = PackedRows.rowInts(width);
    if (packed.length < ints) {
      packed = new int[ints];
    }
    int output = CHANNELS * (geometry.top() * geometry.width() + geometry.left());
    for (int y = 0; y < geometry.rows().count(); y++) {
      narrow.getRow(y, packed);
      PackedRows.copyBytes(packed, rgb, output, CHANNELS * width);
      output += CHANNELS * geometry.width();
    }
  }

  @Override
  public void close() {
    band.close();
    low.close();
    across.close();
  }
}
