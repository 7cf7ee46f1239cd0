package dev.tagstream.pipeline.kafka;

/** A Kafka cluster cannot be used as asked; the message is one line that says why. */
public class UnusableKafkaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnusableKafkaException(String message) {
    super(message);
  }
}
