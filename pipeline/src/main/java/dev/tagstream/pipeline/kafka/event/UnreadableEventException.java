package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.record.RejectReason;

/** A record is not an event. Common with untrusted input, so it carries no stack trace. */
public final class UnreadableEventException extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  UnreadableEventException(RejectReason reason, String detail) {
    // values of the sender are part of the detail
    super(detail.replaceAll("\\p{Cntrl}+", " "), null, false, false);
    this.reason = reason;
  }

  public RejectReason reason() {
    return reason;
  }

  /** One line: the rule and the value that broke it. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
