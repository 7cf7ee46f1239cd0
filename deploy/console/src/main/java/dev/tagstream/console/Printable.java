package dev.tagstream.console;

import java.util.regex.Pattern;

/**
 * Makes untrusted text, such as an id or a name in a model, safe for a terminal: characters that
 * control it or change the direction of text are shown as U+FFFD.
 */
public final class Printable {

  private static final String STEERING =
      "[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069&&[^\\t%s]]";

  private static final Pattern IN_A_LINE = Pattern.compile(STEERING.formatted(""));
  private static final Pattern IN_LINES = Pattern.compile(STEERING.formatted("\\n"));

  private static final String REPLACEMENT = "\uFFFD";

  private Printable() {}

  /** Text for one line. */
  public static String line(String text) {
    return IN_A_LINE.matcher(text).replaceAll(REPLACEMENT);
  }

  /** Text of several lines. */
  public static String lines(String text) {
    return IN_LINES.matcher(text).replaceAll(REPLACEMENT);
  }

  /** JSON with such characters escaped; its meaning does not change. */
  public static String json(String json) {
    return IN_LINES
        .matcher(json)
        .replaceAll(steering -> "\\\\u%04x".formatted((int) steering.group().charAt(0)));
  }
}
