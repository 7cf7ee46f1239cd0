package dev.tagstream.cli.rejects;

/** A rejected record cannot be replayed; the message is one line with the reason. */
final class CannotReplayException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Outlook outlook;

  /** Whether another attempt can succeed. */
  enum Outlook {
    /** It can never be replayed. */
    LOST,
    /** It can be replayed after a setting is changed. */
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
