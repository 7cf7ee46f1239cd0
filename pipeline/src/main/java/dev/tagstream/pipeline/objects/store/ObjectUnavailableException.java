package dev.tagstream.pipeline.objects.store;

import java.io.IOException;

/**
 * An object does not exist, may not be read, or is not returned. Another attempt would fail too.
 */
public final class ObjectUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  /** The reason why the object is unavailable. */
  public enum Cause {
    /** No object has this name. */
    NOT_FOUND,
    /** The job may not read the object. */
    NOT_ALLOWED,
    /** The object was overwritten since it was listed. */
    CHANGED,
    /** Every attempt to read the object fails, although the store responds. */
    UNREACHABLE
  }

  private final Cause why;

  public ObjectUnavailableException(Cause why, String message) {
    super(message);
    this.why = why;
  }

  public Cause why() {
    return why;
  }
}
