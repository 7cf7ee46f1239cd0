package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.objects.store.ObjectUnavailableException;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * An object's bytes as they come from its store. Says which exceptions are the store's: any other
 * that a reader throws tells of what the bytes are. That one object is not to be had is no failure
 * of its store.
 */
final class StoreInput extends FilterInputStream {

  /** The store failed while an object was read; the message is one line that names it. */
  static final class FailedException extends IOException {

    private static final long serialVersionUID = 1L;

    FailedException(StoredObject object, IOException cause) {
      super("cannot read %s: %s".formatted(object.uri(), cause.getMessage()), cause);
    }
  }

  private final StoredObject object;

  StoreInput(InputStream input, StoredObject object) {
    super(input);
    this.object = object;
  }

  /** Throws the store's failure if a reader's exception has come of one. */
  static void throwIfStoreFailed(IOException exception) throws FailedException {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof FailedException failed) {
        throw failed;
      }
    }
  }

  /** That the object is not to be had, if a reader's exception has come of it; null otherwise. */
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
      return in.read();
    } catch (IOException failed) {
      throw told(failed);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException failed) {
      throw told(failed);
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    try {
      return in.skip(bytes);
    } catch (IOException failed) {
      throw told(failed);
    }
  }
}
