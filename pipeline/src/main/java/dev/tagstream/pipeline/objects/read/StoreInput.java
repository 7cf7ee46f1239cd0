package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.objects.store.ObjectUnavailableException;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object from its store. It marks the exceptions of the store, so that all other
 * exceptions of a reader are about the content. If only this object is unavailable, the store has
 * not failed.
 */
final class StoreInput extends FilterInputStream {

  /** The store failed during a read. The message is one line that names the object. */
  static final class FailedException extends IOException {

    private static final long serialVersionUID = 1L;

    FailedException(StoredObject object, IOException cause) {
      super("cannot read %s: %s".formatted(object.uri(), cause.getMessage()), cause);
    }
  }

  private final StoredObject object;
  private long position;

  StoreInput(InputStream input, StoredObject object) {
    super(input);
    this.object = object;
  }

  /** The part of the object that has been read from its beginning, 0 to 1. */
  double readShare() {
    return object.bytes() == 0 ? 1 : Math.min(1, (double) position / object.bytes());
  }

  /** Throws the failure of the store if it is the cause of a reader's exception. */
  static void throwIfStoreFailed(IOException exception) throws FailedException {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof FailedException failed) {
        throw failed;
      }
    }
  }

  /** The cause of a reader's exception if the object is unavailable; otherwise null. */
  static @Nullable ObjectUnavailableException unavailable(IOException exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof ObjectUnavailableException unavailable) {
        return unavailable;
      }
    }
    return null;
  }

  private IOException told(IOException failed) {
    return failed instanceof ObjectUnavailableException
        ? failed
        : new FailedException(object, failed);
  }

  @Override
  public int read() throws IOException {
    try {
      int read = in.read();
      position += read < 0 ? 0 : 1;
      return read;
    } catch (IOException failed) {
      throw told(failed);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int read = in.read(bytes, offset, length);
      position += Math.max(0, read);
      return read;
    } catch (IOException failed) {
      throw told(failed);
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    try {
      long skipped = in.skip(bytes);
      position += skipped;
      return skipped;
    } catch (IOException failed) {
      throw told(failed);
    }
  }
}
