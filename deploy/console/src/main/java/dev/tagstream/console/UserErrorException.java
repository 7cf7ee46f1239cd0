package dev.tagstream.console;

/**
 * What was asked for cannot be done, through no fault of the program. The message is one line that
 * names the place, the rule and the value, and what to do; the user sees it and nothing else.
 */
public final class UserErrorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UserErrorException(String message) {
    super(message, null, false, false);
  }
}
