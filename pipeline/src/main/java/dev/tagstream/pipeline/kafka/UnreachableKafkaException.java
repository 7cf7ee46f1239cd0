package dev.tagstream.pipeline.kafka;

/** No broker answers, or none has the name that was given; that may change by itself. */
final class UnreachableKafkaException extends UnusableKafkaException {

  private static final long serialVersionUID = 1L;

  UnreachableKafkaException(String message) {
    super(message);
  }
}
