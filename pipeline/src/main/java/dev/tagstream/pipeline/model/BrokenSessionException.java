package dev.tagstream.pipeline.model;

/**
 * The runtime fails even on a blank image, so no image is to blame. The job must fail and restart
 * rather than reject what it reads.
 */
public final class BrokenSessionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BrokenSessionException(String message, Throwable cause) {
    super(message, cause);
  }
}
