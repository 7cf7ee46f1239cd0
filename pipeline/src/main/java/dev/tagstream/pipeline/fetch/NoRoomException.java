package dev.tagstream.pipeline.fetch;

/** The window has no room for all of an image now, which an earlier image needs. */
final class NoRoomException extends Exception {

  private static final long serialVersionUID = 1L;

  NoRoomException() {
    super("no room", null, false, false);
  }
}
