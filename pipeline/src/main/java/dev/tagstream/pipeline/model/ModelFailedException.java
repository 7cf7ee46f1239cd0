package dev.tagstream.pipeline.model;

/** The model could not run a batch; the message is one line of the runtime's own words. */
public final class ModelFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  public ModelFailedException(String detail, Throwable cause) {
    super(detail, cause);
  }
}
