package dev.tagstream.cli.rejects;

/** A rejected record cannot be put back; the message is one line that says why. */
final class CannotReplayException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Outlook outlook;

  /** Whether it is worth another try. */
  enum Outlook {
    /** It never can be put back. */
    LOST,
    /** It can when a setting is changed. */
    REPAIRABLE
  }

  CannotReplayException(String message, Outlook outlook) {
    super(message, null, false, false);
    this.outlook = outlook;
  }

  Outlook outlook() {
    return outlook;
  }
}
