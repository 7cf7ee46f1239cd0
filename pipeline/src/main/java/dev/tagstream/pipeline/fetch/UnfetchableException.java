package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.record.RejectReason;

/** An image cannot be fetched, and another attempt would not help. */
final class UnfetchableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  /**
   * Creates the exception.
   *
   * @param reason of the reject
   * @param detail one line that names the URI, the rule and the value
   */
  UnfetchableException(RejectReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** The exception for a URI that breaks a rule. */
  static UnfetchableException notAllowed(String uri, String rule) {
    return new UnfetchableException(RejectReason.URI_NOT_ALLOWED, "%s %s".formatted(uri, rule));
  }

  RejectReason reason() {
    return reason;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
