package dev.tagstream.pipeline.kafka;

/** A transaction with results was aborted by the broker before it could be committed. */
final class LostResultsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LostResultsException(String message, Throwable cause) {
    super(message, cause);
  }
}
