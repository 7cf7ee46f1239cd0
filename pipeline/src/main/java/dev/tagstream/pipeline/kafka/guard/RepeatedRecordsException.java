package dev.tagstream.pipeline.kafka.guard;

/** The job would tag records again. */
final class RepeatedRecordsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RepeatedRecordsException(String message) {
    super(message);
  }
}
