package dev.tagstream.pipeline.model.session;

/**
 * A model file that cannot be used as it is. The message is one line for the person who named the
 * file: the file, the rule, the value, and what to do.
 */
public final class UnusableModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnusableModelException(String message) {
    super(message);
  }

  public UnusableModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
