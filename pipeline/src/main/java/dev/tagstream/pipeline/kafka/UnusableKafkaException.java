package dev.tagstream.pipeline.kafka;

/** A Kafka cluster cannot be used as requested; the message is one line with the reason. */
public class UnusableKafkaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnusableKafkaException(String message) {
    super(message);
  }
}
