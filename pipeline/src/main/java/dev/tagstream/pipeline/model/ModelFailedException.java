package dev.tagstream.pipeline.model;

/** The model could not score a batch; the message is one line. */
public final class ModelFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Remedy remedy;

  /**
   * The runtime refused or failed.
   *
   * @param detail one line of its own words
   * @param remedy what helps
   */
  public ModelFailedException(String detail, Remedy remedy, Throwable cause) {
    super(detail, cause);
    this.remedy = remedy;
  }

  /** The model ran, but what it gave cannot be used. */
  public ModelFailedException(String detail) {
    super(detail);
    this.remedy = Remedy.SKIP_IMAGE;
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
  public Remedy remedy() {
    return remedy;
  }
}
