package dev.tagstream.pipeline.objects.store;

import java.io.IOException;

/** An object is not there, not for us, or does not come; to ask again gives the same answer. */
public final class ObjectUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Cause {
    /** Nothing of the name is there. */
    NOT_FOUND,
    /** It must not be read by us. */
    NOT_ALLOWED,
    /** Something else was written over it since it was listed. */
    CHANGED,
    /** It does not come, however often it is asked for, although its store answers. */
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
