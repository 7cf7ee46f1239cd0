package dev.tagstream.pipeline.record;

/** An image cannot be decoded. Common with untrusted input, so it carries no stack trace. */
public final class UnreadableImageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  public UnreadableImageException(RejectReason reason, String detail) {
    super(detail, null, false, false);
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
