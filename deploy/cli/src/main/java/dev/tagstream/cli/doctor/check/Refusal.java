package dev.tagstream.cli.doctor.check;

/**
 * What Tagstream's one-line exceptions say: first what is wrong, after the last semicolon what to
 * do.
 *
 * @param message what is wrong
 * @param remedy what to do
 */
public record Refusal(String message, String remedy) {

  private static final String SEPARATOR = "; ";

  /**
   * Reads an exception's message.
   *
   * @param otherwise what to do where it does not say
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
