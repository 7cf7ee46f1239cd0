package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.NativeImage;

/** Uses for each new pixel the old pixel under its center, like Pillow's NEAREST. */
final class NearestScaler implements ImageScaler {

  private static final int CHANNELS = 3;

  private byte[] sourceRow = new byte[0];

  @Override
  public void scale(NativeImage source, OutputGeometry geometry, byte[] rgb) {
    int[] columns = sources(geometry.columns());
    int[] rows = sources(geometry.rows());
    if (sourceRow.length < CHANNELS * source.width()) {
      sourceRow = new byte[CHANNELS * source.width()];
    }
    for (int y = 0; y < rows.length; y++) {
      source.copyRow(rows[y], 0, source.width(), sourceRow);
      int to = CHANNELS * ((geometry.top() + y) * geometry.width() + geometry.left());
      for (int column : columns) {
        int from = CHANNELS * column;
        rgb[to++] = sourceRow[from];
        rgb[to++] = sourceRow[from + 1];
        rgb[to++] = sourceRow[from + 2];
      }
    }
  }

  /** Steps are added up, not multiplied, for Pillow's rounding. */
  private static int[] sources(AxisWindow window) {
    double step = (double) window.sourceLength() / window.scaledLength();
    double at = step * 0.5;
    int[] sources = new int[window.count()];
    for (int i = 0; i < window.first() + window.count(); i++) {
      if (i >= window.first()) {
        sources[i - window.first()] = Math.min((int) at, window.sourceLength() - 1);
      }
      at += step;
    }
    return sources;
  }
}
