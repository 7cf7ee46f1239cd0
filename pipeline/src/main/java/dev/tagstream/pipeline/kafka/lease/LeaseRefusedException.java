package dev.tagstream.pipeline.kafka.lease;

/** A job cannot get its lease, or has lost it; the message is one line with the reason. */
public final class LeaseRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LeaseRefusedException(String message) {
    super(message);
  }
}
