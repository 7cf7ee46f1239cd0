package dev.tagstream.console;

/**
 * An invalid request of the user. The message is one line with the place, the rule and the value,
 * and what to do; the user sees only this line.
 */
public final class UserErrorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UserErrorException(String message) {
    super(message, null, false, false);
  }
}
