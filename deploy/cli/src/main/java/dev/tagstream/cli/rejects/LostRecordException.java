package dev.tagstream.cli.rejects;

/** A rejected record cannot be put back; the message is one line that says why. */
final class LostRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  LostRecordException(String message) {
    super(message, null, false, false);
  }
}
