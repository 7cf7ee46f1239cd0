package dev.tagstream.pipeline.model;

/** The model could not score a batch; the message is one line. */
public final class ModelFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Remedy remedy;

  /**
   * The runtime refused or failed.
   *
   * @param detail one line of its message
   * @param remedy for the failure
   */
  public ModelFailedException(String detail, Remedy remedy, Throwable cause) {
    super(detail, cause);
    this.remedy = remedy;
  }

  /** The model ran, but its output cannot be used. */
  public ModelFailedException(String detail) {
    super(detail);
    this.remedy = Remedy.SKIP_IMAGE;
  }

  /** One line that describes the failure. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** Whether the runtime itself failed, rather than returning unusable scores. */
  public boolean isRuntimeFailure() {
    return getCause() != null;
  }

  /** The remedy for this failure. */
  public Remedy remedy() {
    return remedy;
  }
}
