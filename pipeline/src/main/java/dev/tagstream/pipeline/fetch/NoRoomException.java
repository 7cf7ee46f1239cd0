package dev.tagstream.pipeline.fetch;

/** The window has no room for an image now, because earlier images need it. */
final class NoRoomException extends Exception {

  private static final long serialVersionUID = 1L;

  NoRoomException() {
    super("no room", null, false, false);
  }
}
