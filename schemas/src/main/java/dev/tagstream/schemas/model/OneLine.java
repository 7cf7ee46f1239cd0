package dev.tagstream.schemas.model;

/**
 * Text for an error message. Messages quote names and values out of files that nobody vouches for.
 */
public final class OneLine {

  /** Longer lines help nobody; a name in a hostile file can have any length. */
  static final int MAX_LENGTH = 1000;

  private static final String CUT = "...";

  private OneLine() {}

  /**
   * The text as one line of at most {@value #MAX_LENGTH} characters: a space in place of control
   * characters, {@code ...} in place of what is too much. A line that it returned stays as it is.
   */
  public static String of(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - CUT.length()) + CUT;
  }
}
