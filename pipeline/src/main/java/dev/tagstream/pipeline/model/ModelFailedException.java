package dev.tagstream.pipeline.model;

/** The model could not score a batch; the message is one line. */
public final class ModelFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The runtime refused or failed; {@code detail} is one line of its own words. */
  public ModelFailedException(String detail, Throwable cause) {
    super(detail, cause);
  }

  /** The model ran, but what it gave cannot be used. */
  public ModelFailedException(String detail) {
    super(detail);
  }

  /** One line: what went wrong. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** Whether the runtime itself failed, rather than giving scores that cannot be used. */
  public boolean isRuntimeFailure() {
    return getCause() != null;
  }

  /** What helps. */
  Remedy remedy() {
    Throwable cause = getCause();
    return cause == null ? Remedy.SKIP_IMAGE : RunFailures.remedyFor(cause, detail());
  }
}
