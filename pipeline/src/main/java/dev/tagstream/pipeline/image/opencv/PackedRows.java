package dev.tagstream.pipeline.image.opencv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Rows of pixels in native memory, uint8 of three channels, each row padded to whole ints; the
 * memory is reused.
 */
public final class PackedRows implements AutoCloseable {

  private static final int CHANNELS = 3;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private IntPointer data = new IntPointer(0L);
  private int rows;
  private int width;
  private int rowInts;

  /** The number of ints in a row of so many pixels. */
  public static int rowInts(int width) {
    return (CHANNELS * width + Integer.BYTES - 1) / Integer.BYTES;
  }

  /** Copies bytes; each int holds four. */
  public static void copyBytes(int[] packed, byte[] bytes, int offset, int length) {
    int whole = length / Integer.BYTES;
    for (int i = 0; i < whole; i++) {
      INTS.set(bytes, offset + Integer.BYTES * i, packed[i]);
    }
    for (int i = Integer.BYTES * whole; i < length; i++) {
      bytes[offset + i] = (byte) (packed[whole] >>> (Byte.SIZE * (i - Integer.BYTES * whole)));
    }
  }

  /** Makes room for rows; their pixels are undefined. */
  public void create(int newRows, int newWidth) {
    rows = newRows;
    width = newWidth;
    rowInts = rowInts(newWidth);
    long ints = (long) newRows * rowInts;
    if (data.capacity() < ints) {
      data.close();
      data = new IntPointer(ints);
    }
  }

  /** The rows as an image that borrows their memory; the caller closes it. */
  Mat asMat() {
    return new Mat(
        rows, width, opencv_core.CV_8UC3, data.position(0), (long) Integer.BYTES * rowInts);
  }

  /** Writes these rows into others as columns. */
  public void transpose(PackedRows into) {
    into.create(width, rows);
    try (Mat from = asMat();
        Mat to = into.asMat()) {
      opencv_core.transpose(from, to);
    }
  }

  public void getRow(int row, int[] into) {
    data.position((long) row * rowInts).get(into, 0, rowInts);
  }

  public void setRow(int row, int[] from) {
    data.position((long) row * rowInts).put(from, 0, rowInts);
  }

  @Override
  public void close() {
    data.close();
  }
}
