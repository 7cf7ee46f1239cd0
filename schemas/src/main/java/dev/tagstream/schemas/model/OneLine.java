package dev.tagstream.schemas.model;

/** Text for an error message. Messages quote names and values from untrusted files. */
public final class OneLine {

  /** The longest readable line; a name in a hostile file can have any length. */
  static final int MAX_LENGTH = 1000;

  private static final String CUT = "...";

  private OneLine() {}

  /**
   * The text as one line of at most {@value #MAX_LENGTH} characters: control characters become
   * spaces, and {@code ...} replaces the excess. Applying it twice changes nothing.
   */
  public static String of(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - CUT.length()) + CUT;
  }
}
