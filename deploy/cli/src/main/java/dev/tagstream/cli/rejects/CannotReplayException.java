package dev.tagstream.cli.rejects;

/** A rejected record cannot be put back; the message is one line that says why. */
final class CannotReplayException extends Exception {

  private static final long serialVersionUID = 1L;

  CannotReplayException(String message) {
    super(message, null, false, false);
  }
}
