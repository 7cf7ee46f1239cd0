package dev.tagstream.pipeline.kafka.registry;

/** A schema registry cannot be used as requested; the message is one line with the reason. */
public final class UnusableRegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnusableRegistryException(String message) {
    super(message);
  }
}
