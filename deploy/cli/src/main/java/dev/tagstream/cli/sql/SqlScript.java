package dev.tagstream.cli.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The statements of a text, in order.
 *
 * @param statements without their semicolons, none of them blank
 */
record SqlScript(List<String> statements) {

  /** Holds statements of its own, up to END. */
  private static final Pattern SET =
      Pattern.compile("(EXECUTE|EXPLAIN)\\s.*?STATEMENT\\s+SET.*", flags());

  private static final Pattern END_OF_SET = Pattern.compile(".*;\\s*END", flags());

  SqlScript {
    statements = List.copyOf(statements);
  }

  private static int flags() {
    return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  }

  /** Splits a text at the semicolons that are neither quoted, nor in a comment, nor in a set. */
  static SqlScript of(String text) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = endOfPart(text, at);
      if (isComment(text, at)) {
        statement.append(' ');
      } else if (text.charAt(at) == ';' && isComplete(statement.toString().strip())) {
        add(statement, statements);
      } else {
        statement.append(text, at, end);
      }
      at = end;
    }
    add(statement, statements);
    return new SqlScript(statements);
  }

  private static void add(StringBuilder statement, List<String> statements) {
    if (!statement.toString().isBlank()) {
      statements.add(statement.toString().strip());
    }
    statement.setLength(0);
  }

  private static boolean isComplete(String statement) {
    return !SET.matcher(statement).matches() || END_OF_SET.matcher(statement).matches();
  }

  private static boolean isComment(String text, int at) {
    return text.startsWith("--", at) || (text.startsWith("/*", at) && !text.startsWith("/*+", at));
  }

  /** The end of a quotation, a comment, or a single character. */
  private static int endOfPart(String text, int at) {
    if (text.startsWith("--", at)) {
      return after(text, "\n", at);
    }
    if (text.startsWith("/*", at)) {
      return after(text, "*/", at + 2);
    }
    return switch (text.charAt(at)) {
      case '\'', '`' -> after(text, text.substring(at, at + 1), at + 1);
      default -> at + 1;
    };
  }

  private static int after(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }
}
