package dev.tagstream.pipeline.kafka.guard;

/** A transaction with results was not committed, or its outcome is unknown. */
final class LostResultsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LostResultsException(String message, Throwable cause) {
    super(message, cause);
  }
}
