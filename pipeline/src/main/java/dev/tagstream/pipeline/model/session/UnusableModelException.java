package dev.tagstream.pipeline.model.session;

/**
 * A model file cannot be used. The message is one line for its user: the file, the rule, the value,
 * and what to do.
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
