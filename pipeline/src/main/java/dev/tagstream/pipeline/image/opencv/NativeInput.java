package dev.tagstream.pipeline.image.opencv;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Encoded bytes for native decoders; the memory is reused from image to image. */
public final class NativeInput implements AutoCloseable {

  private BytePointer bytes = new BytePointer(0L);
  private int length;

  /** Starts a new input, with room for {@code capacity} bytes. */
  public void clear(int capacity) {
    length = 0;
    if (bytes.capacity() < capacity) {
      bytes.close();
      bytes = new BytePointer((long) capacity);
    }
  }

  /**
   * Appends {@code count} bytes of {@code from}, starting at its byte {@code offset}. Checks both
   * bounds, which JavaCPP does not.
   *
   * @throws IndexOutOfBoundsException if the bytes are not within the file or do not fit here
   */
  public void append(EncodedBytes from, long offset, int count) {
    Objects.checkFromIndexSize(offset, count, from.length());
    Objects.checkFromIndexSize(length, count, bytes.capacity());
    bytes.position(length).put(from.array(), from.indexOf(offset), count);
    length += count;
  }

  /** The input as a row that borrows the memory; the caller closes it. */
  Mat asRow() {
    return new Mat(1, length, opencv_core.CV_8UC1, bytes.position(0));
  }

  /** Releases memory above {@code keptBytes}. */
  void shrink(long keptBytes) {
    if (bytes.capacity() > keptBytes) {
      close();
      bytes = new BytePointer(0L);
    }
  }

  @Override
  public void close() {
    bytes.close();
  }
}
