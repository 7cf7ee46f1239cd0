package dev.tagstream.pipeline.image.opencv;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** An image in OpenCV's memory, reused from image to image: uint8, red first. */
public final class NativeImage implements AutoCloseable {

  private static final int BYTES_PER_PIXEL = 3;
  private static final int AROUND_HORIZONTAL_AXIS = 0;
  private static final int AROUND_VERTICAL_AXIS = 1;

  private Mat pixels = new Mat();
  private Mat spare = new Mat();
  private BytePointer data = new BytePointer();

  /** Makes room for an image; its pixels are undefined. */
  public void create(int width, int height) {
    pixels.create(height, width, opencv_core.CV_8UC3);
    pixelsChanged();
  }

  /** The target of a decoder; call {@link #pixelsChanged} afterwards. */
  Mat pixels() {
    return pixels;
  }

  void pixelsChanged() {
    data = pixels.data();
  }

  /** Sets {@code columns} pixels of row {@code y}, from column {@code first} on. */
  public void setRow(int y, int first, int columns, byte[] rgb) {
    data.position(y * pixels.step() + (long) BYTES_PER_PIXEL * first)
        .put(rgb, 0, BYTES_PER_PIXEL * columns);
  }

  /** Rotates the image upright, by its EXIF orientation. */
  public void orient(int orientation) {
    switch (orientation) {
      case 1 -> {}
      case 2 -> turned(() -> opencv_core.flip(pixels, spare, AROUND_VERTICAL_AXIS));
      case 3 -> turned(() -> opencv_core.rotate(pixels, spare, opencv_core.ROTATE_180));
      case 4 -> turned(() -> opencv_core.flip(pixels, spare, AROUND_HORIZONTAL_AXIS));
      case 5 -> turned(() -> opencv_core.transpose(pixels, spare));
      case 6 -> turned(() -> opencv_core.rotate(pixels, spare, opencv_core.ROTATE_90_CLOCKWISE));
      case 7 -> {
        turned(() -> opencv_core.transpose(pixels, spare));
        turned(() -> opencv_core.rotate(pixels, spare, opencv_core.ROTATE_180));
      }
      case 8 ->
          turned(() -> opencv_core.rotate(pixels, spare, opencv_core.ROTATE_90_COUNTERCLOCKWISE));
      default -> throw new IllegalArgumentException("no EXIF orientation " + orientation);
    }
  }

  private void turned(Runnable turnIntoSpare) {
    turnIntoSpare.run();
    Mat before = pixels;
    pixels = spare;
    spare = before;
    pixelsChanged();
  }

  public int width() {
    return pixels.cols();
  }

  public int height() {
    return pixels.rows();
  }

  /** Copies {@code columns} pixels of row {@code y}, from column {@code first} on. */
  public void copyRow(int y, int first, int columns, byte[] into) {
    data.position(y * pixels.step() + (long) BYTES_PER_PIXEL * first)
        .get(into, 0, BYTES_PER_PIXEL * columns);
  }

  private Mat part(int left, int top, int columns, int rows) {
    long offset = top * pixels.step() + (long) BYTES_PER_PIXEL * left;
    return new Mat(rows, columns, opencv_core.CV_8UC3, data.position(offset), pixels.step());
  }

  /** Writes columns {@code left} to {@code left + columns} of some rows as rows. */
  public void transpose(int left, int top, int columns, int rows, PackedRows into) {
    into.create(columns, rows);
    try (Mat band = part(left, top, columns, rows);
        Mat to = into.asMat()) {
      opencv_core.transpose(band, to);
    }
  }

  /** Copies {@code columns} pixels from column {@code left} on of some rows. */
  public void copy(int left, int top, int columns, int rows, PackedRows into) {
    into.create(rows, columns);
    try (Mat band = part(left, top, columns, rows);
        Mat to = into.asMat()) {
      band.copyTo(to);
    }
  }

  /** Releases memory above {@code keptBytes}; the image is lost. */
  public void shrink(long keptBytes) {
    if (bytes(pixels) + bytes(spare) > keptBytes) {
      pixels.release();
      spare.release();
    }
  }

  private static long bytes(Mat mat) {
    return BYTES_PER_PIXEL * mat.total();
  }

  @Override
  public void close() {
    pixels.close();
    spare.close();
  }
}
