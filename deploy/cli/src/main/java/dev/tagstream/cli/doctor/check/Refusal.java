package dev.tagstream.cli.doctor.check;

/**
 * The text of Tagstream's one-line exceptions: first the problem, and after the last semicolon the
 * remedy.
 *
 * @param message the problem
 * @param remedy what to do
 */
public record Refusal(String message, String remedy) {

  private static final String SEPARATOR = "; ";

  /**
   * Parses an exception's message.
   *
   * @param otherwise the remedy if the message has none
   */
  public static Refusal of(RuntimeException refused, String otherwise) {
    String words = String.valueOf(refused.getMessage());
    int end = words.lastIndexOf(SEPARATOR);
    return end < 0
        ? new Refusal(words, otherwise)
        : new Refusal(words.substring(0, end), words.substring(end + SEPARATOR.length()));
  }

  /** The same, with other words before it. */
  public Refusal after(String words) {
    return new Refusal(words + message, remedy);
  }
}
