package dev.tagstream.pipeline.kafka.guard;

/** Records were deleted from the images topic before they were tagged. */
final class LostRecordsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LostRecordsException(String message) {
    super(message);
  }
}
