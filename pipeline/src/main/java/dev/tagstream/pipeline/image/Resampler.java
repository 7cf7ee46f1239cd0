package dev.tagstream.pipeline.image;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Scales a picture as Pillow does, to the bit: columns first, then rows, each pass rounded to 8
 * bits. Only the wanted part of the scaled picture is computed, and of the first pass only as many
 * rows are kept as the second needs at once.
 *
 * <p>Without antialiasing the kernel keeps its width when the picture shrinks: pixels are sampled
 * at half-pixel centers, for the bilinear filter as OpenCV's INTER_LINEAR and PyTorch's {@code
 * interpolate} do, to within 1 of 255.
 */
final class Resampler implements PictureScaler {

  private static final int CHANNELS = 3;

  private final Kernel kernel;
  private final boolean antialias;
  private final TableCache tables = new TableCache();

  private byte[] sourceRow = new byte[0];
  private int[] narrowRows = new int[0];
  private int[] sums = new int[0];

  Resampler(Kernel kernel, boolean antialias) {
    this.kernel = kernel;
    this.antialias = antialias;
  }

  @Override
  public void scale(PixelRows source, OutputGeometry geometry, byte[] rgb) {
    ResamplingTable columns = table(geometry.columns());
    ResamplingTable rows = table(geometry.rows());
    int rowLength = CHANNELS * geometry.columns().count();
    reserve(columns, rows, rowLength);
    int nextSourceRow = rows.firstSource();
    for (int y = 0; y < geometry.rows().count(); y++) {
      int end = rows.starts()[y] + rows.taps()[y];
      while (nextSourceRow < end) {
        source.copyRow(nextSourceRow, columns.firstSource(), columns.sourceCount(), sourceRow);
        narrow(columns, nextSourceRow % rows.maxTaps() * rowLength);
        nextSourceRow++;
      }
      int output = CHANNELS * ((geometry.top() + y) * geometry.width() + geometry.left());
      combine(rows, y, rowLength, rgb, output);
    }
  }

  /** The first pass for one row, from blue first to red first. */
  private void narrow(ResamplingTable columns, int offset) {
    byte[] row = sourceRow;
    int[] into = narrowRows;
    int[] weights = columns.weights();
    int[] starts = columns.starts();
    int[] taps = columns.taps();
    int firstSource = columns.firstSource();
    int to = offset;
    for (int x = 0; x < starts.length; x++) {
      int from = CHANNELS * (starts[x] - firstSource);
      int firstWeight = x * columns.maxTaps();
      int blue = ResamplingTable.HALF;
      int green = ResamplingTable.HALF;
      int red = ResamplingTable.HALF;
      for (int i = firstWeight; i < firstWeight + taps[x]; i++) {
        int weight = weights[i];
        blue += weight * (row[from] & 0xFF);
        green += weight * (row[from + 1] & 0xFF);
        red += weight * (row[from + 2] & 0xFF);
        from += CHANNELS;
      }
      into[to++] = clip(red);
      into[to++] = clip(green);
      into[to++] = clip(blue);
    }
  }

  /** The second pass for one output row. */
  private void combine(ResamplingTable rows, int y, int rowLength, byte[] rgb, int output) {
    int[] sum = sums;
    Arrays.fill(sum, 0, rowLength, ResamplingTable.HALF);
    int firstWeight = y * rows.maxTaps();
    for (int tap = 0; tap < rows.taps()[y]; tap++) {
      int slot = (rows.starts()[y] + tap) % rows.maxTaps();
      addWeighted(sum, narrowRows, slot * rowLength, rowLength, rows.weights()[firstWeight + tap]);
    }
    for (int i = 0; i < rowLength; i++) {
      rgb[output + i] = (byte) clip(sum[i]);
    }
  }

  /** On its own so that the JIT compiler turns it into vector instructions. */
  private static void addWeighted(int[] sum, int[] values, int offset, int length, int weight) {
    for (int i = 0; i < length; i++) {
      sum[i] += weight * values[offset + i];
    }
  }

  private static int clip(int fixedPoint) {
    return Math.min(255, Math.max(0, fixedPoint >> ResamplingTable.PRECISION_BITS));
  }

  private ResamplingTable table(AxisWindow window) {
    ResamplingTable table = tables.get(window);
    if (table == null) {
      double ratio = (double) window.sourceLength() / window.scaledLength();
      table = ResamplingTable.of(window, kernel, antialias ? Math.max(1.0, ratio) : 1.0);
      tables.put(window, table);
    }
    return table;
  }

  private void reserve(ResamplingTable columns, ResamplingTable rows, int rowLength) {
    int sourceLength = CHANNELS * columns.sourceCount();
    if (sourceRow.length < sourceLength) {
      sourceRow = new byte[sourceLength];
    }
    int narrowLength = Math.multiplyExact(rows.maxTaps(), rowLength);
    if (narrowRows.length < narrowLength) {
      narrowRows = new int[narrowLength];
    }
    if (sums.length < rowLength) {
      sums = new int[rowLength];
    }
  }

  /** The tables of the sizes seen last: pictures of a stream often share theirs. */
  private static final class TableCache extends LinkedHashMap<AxisWindow, ResamplingTable> {

    private static final long serialVersionUID = 1L;
    private static final int MOST_TABLES = 64;

    TableCache() {
      super(MOST_TABLES, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<AxisWindow, ResamplingTable> eldest) {
      return size() > MOST_TABLES;
    }
  }
}
