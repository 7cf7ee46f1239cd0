package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.bytes.ByteRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the rest of a stream without trusting its declared length. */
final class BoundedBytes {

  /** The most bytes to allocate before data has arrived, whatever the declared length. */
  private static final int BELIEVED_BYTES = 1 << 20;

  private BoundedBytes() {}

  /**
   * Reads to the end.
   *
   * @param expectedBytes the declared length
   * @param maxBytes the most bytes to read
   * @return null if the stream has more than {@code maxBytes}
   */
  static @Nullable ByteRange read(InputStream stream, long expectedBytes, int maxBytes)
      throws IOException {
    if (expectedBytes > maxBytes) {
      return null;
    }
    byte[] first = new byte[(int) Math.min(expectedBytes, BELIEVED_BYTES)];
    int read = stream.readNBytes(first, 0, first.length);
    int next = read < first.length ? -1 : stream.read();
    return next < 0
        ? ByteRange.of(ByteBuffer.wrap(first, 0, read))
        : readOn(stream, first, next, maxBytes);
  }

  private static @Nullable ByteRange readOn(
      InputStream stream, byte[] first, int next, int maxBytes) throws IOException {
    if (first.length >= maxBytes) {
      return null;
    }
    Growing bytes = new Growing(first, next);
    byte[] buffer = new byte[1 << 16];
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      if (bytes.size() + (long) read > maxBytes) {
        return null;
      }
      bytes.write(buffer, 0, read);
    }
    return bytes.range();
  }

  private static final class Growing extends ByteArrayOutputStream {

    Growing(byte[] first, int next) {
      super(2 * first.length + 1);
      write(first, 0, first.length);
      write(next);
    }

    ByteRange range() {
      return ByteRange.of(ByteBuffer.wrap(buf, 0, count));
    }
  }
}
