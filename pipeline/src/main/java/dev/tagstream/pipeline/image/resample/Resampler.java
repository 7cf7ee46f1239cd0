package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.image.opencv.PackedRows;

/**
 * Scales an image as Pillow does, to the bit: columns first, then rows, each pass rounded to 8
 * bits. Only the wanted part of the scaled image is computed, one band of source rows after
 * another.
 *
 * <p>Without antialiasing the kernel keeps its width when the image shrinks: it samples pixels at
 * half-pixel centers. With the bilinear filter this equals OpenCV's INTER_LINEAR and PyTorch's
 * {@code interpolate} within 1 of 255.
 */
final class Resampler implements ImageScaler {

  private static final int CHANNELS = 3;

  /** The largest band of the source, so that it stays in a core's own cache. */
  private static final int BAND_BYTES = 1 << 20;

  /** In the first pass, shorter rows than this would not be worth their loops. */
  private static final int LEAST_BAND_ROWS = 64;

  private static final int MOST_BAND_ROWS = 512;

  private final ResamplingTables tables;
  private final ColumnsPass across = new ColumnsPass(new ExactPass());
  private final ResamplingPass down = new ExactPass();

  Resampler(ResamplingTables tables) {
    this.tables = tables;
  }

  @Override
  public void scale(NativeImage source, OutputGeometry geometry, byte[] rgb) {
    ResamplingTable columns = tables.of(geometry.columns());
    ResamplingTable rows = tables.of(geometry.rows());
    int width = geometry.columns().count();
    down.begin(rows, PackedRows.rowInts(width));
    int output = CHANNELS * (geometry.top() * geometry.width() + geometry.left());
    int end = rows.firstSource() + rows.sourceCount();
    int bandRows = bandRows(columns);
    for (int top = rows.firstSource(); top < end; top += bandRows) {
      int height = Math.min(bandRows, end - top);
      source.transpose(
          columns.firstSource(), top, columns.sourceCount(), height, across.standing());
      PackedRows narrow = across.narrow(columns, height);
      for (int y = 0; y < height; y++) {
        down.add(narrow, y);
        while (down.hasNext()) {
          PackedRows.copyBytes(down.next(), rgb, output, CHANNELS * width);
          output += CHANNELS * geometry.width();
        }
      }
    }
  }

  private static int bandRows(ResamplingTable columns) {
    int rows = BAND_BYTES / (CHANNELS * columns.sourceCount());
    return Math.max(LEAST_BAND_ROWS, Math.min(rows, MOST_BAND_ROWS));
  }

  @Override
  public void close() {
    across.close();
  }
}
