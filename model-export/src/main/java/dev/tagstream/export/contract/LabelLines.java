package dev.tagstream.export.contract;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labels as text, one class a line: {@code name}, {@code n01440764 name}, {@code 0 name}, {@code 0:
 * name}, or a table ({@link LabelTable}). All lines have the same form.
 */
final class LabelLines {

  private static final Pattern WNID_AND_NAME = Pattern.compile("(n\\d{8})\\s+(\\S.*)");
  private static final Pattern NUMBER_AND_NAME =
      Pattern.compile("(\\d{1,9})(?:\\s*:\\s*|\\s+)(\\S.*)");

  /** A line that looks like one of the other formats. */
  private static final Pattern LOOKS_NUMBERED =
      Pattern.compile("[\"']?\\d+[\"']?\\s*[:,;\\t ]\\s*\\S.*|.*[,;\\t]\\s*\\d+|.*\\t.*");

  private static final String ADVICE =
      "number all classes from 0, or give a JSON array of their names";

  private LabelLines() {}

  static List<Label> read(Path file, String text) {
    List<String> lines = text.stripTrailing().lines().map(String::strip).toList();
    int empty = lines.indexOf("");
    if (empty >= 0) {
      throw ExportException.in(
          file, "line %d is empty; each line names a class".formatted(empty + 1));
    }
    if (lines.stream().allMatch(line -> NUMBER_AND_NAME.matcher(line).matches())) {
      return numbered(file, lines);
    }
    return LabelTable.isTable(lines) ? LabelTable.read(file, lines) : names(file, lines);
  }

  private static List<Label> numbered(Path file, List<String> lines) {
    NumberedLabels labels = new NumberedLabels(file);
    for (String line : lines) {
      Matcher matcher = NUMBER_AND_NAME.matcher(line);
      if (matcher.matches()) {
        labels.add(matcher.group(1), new Label(unquoted(matcher.group(2)), null));
      }
    }
    try {
      return labels.inOrder();
    } catch (ExportException e) {
      throw new ExportException(
          e.getMessage() + "; if the numbers belong to the names, give a JSON array of names", e);
    }
  }

  private static List<Label> names(Path file, List<String> lines) {
    boolean quoted = lines.stream().allMatch(line -> !unquoted(line).equals(line));
    List<Label> labels = new ArrayList<>();
    for (String line : lines) {
      Matcher wnid = WNID_AND_NAME.matcher(line);
      if (wnid.matches()) {
        labels.add(new Label(wnid.group(2), wnid.group(1)));
      } else if (LOOKS_NUMBERED.matcher(line).matches() || (!quoted && line.startsWith("\""))) {
        throw ExportException.in(
            file,
            "line %d, %s, does not look like a name, and not all lines are alike; %s"
                .formatted(labels.size() + 1, line, ADVICE));
      } else {
        labels.add(new Label(quoted ? unquoted(line) : line, null));
      }
    }
    return labels;
  }

  /** A text without the quotes around it, if it has no others within. */
  static String unquoted(String text) {
    if (text.length() > 2 && "\"'".indexOf(text.charAt(0)) >= 0) {
      String inner = text.substring(1, text.length() - 1);
      return text.charAt(0) == text.charAt(text.length() - 1)
              && inner.indexOf(text.charAt(0)) < 0
              && !inner.isBlank()
          ? inner.strip()
          : text;
    }
    return text;
  }
}
