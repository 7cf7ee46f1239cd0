package dev.tagstream.pipeline.objects.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;

/**
 * The body of an object. If it breaks off, this stream requests the rest again, a limited number of
 * times.
 */
final class ResumingStream extends InputStream {

  /** Opens a body at a byte offset. */
  interface Body {
    InputStream open(long offset) throws IOException;

    /** The exception to throw after the last attempt. */
    IOException givenUp(IOException last);
  }

  /** The limit of consecutive failures without a byte between them. */
  private static final int MAX_FAILURES = 4;

  private final long bytes;
  private final Body body;
  private long at;
  private @Nullable InputStream current;

  /**
   * Opens the body.
   *
   * @param bytes the length of the object
   * @param offset of the first byte to read
   */
  ResumingStream(long bytes, long offset, Body body) throws IOException {
    this.bytes = bytes;
    this.body = body;
    this.at = offset;
    this.current = offset < bytes || bytes == 0 ? first(offset) : null;
  }

  private InputStream first(long offset) throws IOException {
    try {
      return body.open(offset);
    } catch (IOException failed) {
      throw body.givenUp(failed);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (at >= bytes) {
      return -1;
    }
    IOException last = new IOException("ends at byte %d of %d".formatted(at, bytes));
    for (int failures = 0; failures < MAX_FAILURES; failures++) {
      try {
        if (current == null) {
          current = body.open(at);
        }
        int read = current.read(buffer, offset, length);
        if (read >= 0) {
          at += read;
          return read;
        }
      } catch (IOException cut) {
        last = cut;
      }
      abandon();
    }
    throw body.givenUp(last);
  }

  private void abandon() {
    try {
      close();
    } catch (IOException broken) {
      // the stream is not used any more
      current = null;
    }
  }

  /**
   * Closes the body. Before its end, this aborts the connection, which is cheaper than reading the
   * rest.
   */
  @Override
  public void close() throws IOException {
    InputStream opened = current;
    current = null;
    if (opened != null) {
      if (at < bytes && opened instanceof Abortable abortable) {
        abortable.abort();
      } else {
        opened.close();
      }
    }
  }
}
