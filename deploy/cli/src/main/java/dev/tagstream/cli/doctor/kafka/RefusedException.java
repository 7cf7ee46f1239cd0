package dev.tagstream.cli.doctor.kafka;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** The broker did not answer a request. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Class<? extends Throwable> kind;

  RefusedException(Throwable cause) {
    super(oneLine(cause), cause);
    this.kind = cause.getClass();
  }

  private static String oneLine(Throwable cause) {
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : String.join(" ", message.lines().map(String::strip).toList());
  }

  /** Whether the broker's error is of a kind. */
  boolean is(Class<? extends Throwable> error) {
    return error.isAssignableFrom(kind);
  }

  /** Whether the user lacks the permission for the request. */
  boolean isForbidden() {
    return is(AuthorizationException.class);
  }

  /** Whether the request timed out. */
  boolean isSilence() {
    return is(TimeoutException.class) || is(java.util.concurrent.TimeoutException.class);
  }
}
