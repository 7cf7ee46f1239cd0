package dev.tagstream.export.contract;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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

  /**
   * A number beside a name in a form that is not read, such as {@code 0. name} or {@code name 0}.
   */
  private static final Pattern NUMBER_BESIDE_NAME =
      Pattern.compile(
          "[\\[(#]?(?<first>\\d{1,9})\\s*[-.=>|)\\]]+\\s*(?<after>\\S.*)"
              + "|(?<before>.*\\S)[\\s:=]\\W*(?<last>\\d{1,9})\\W*");

  /** What separates a number from its name, or ends a row, in forms that are not read. */
  private static final Pattern PUNCTUATION = Pattern.compile("[-.=>|)\\]].*|.*[,;]");

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
    List<String> names = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = NUMBER_AND_NAME.matcher(line);
      if (matcher.matches()) {
        labels.add(matcher.group(1), new Label(unquoted(matcher.group(2)), null));
        names.add(matcher.group(2));
      }
    }
    refusePunctuation(file, names);
    try {
      return labels.inOrder();
    } catch (ExportException e) {
      throw new ExportException(
          e.getMessage() + "; if the numbers belong to the names, give a JSON array of names", e);
    }
  }

  private static List<Label> names(Path file, List<String> lines) {
    refusePunctuation(file, lines);
    if (haveNumbersBesideNames(lines)) {
      throw ExportException.in(
          file,
          "line 1, %s, seems to have the number of a class beside its name; %s"
              .formatted(lines.get(0), ADVICE));
    }
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

  /** One name may begin or end so, but not all of them. */
  private static void refusePunctuation(Path file, List<String> names) {
    if (names.size() > 1 && names.stream().allMatch(name -> PUNCTUATION.matcher(name).matches())) {
      throw ExportException.in(
          file,
          "the names of all classes begin or end with punctuation, such as %s; %s"
              .formatted(names.get(0), ADVICE));
    }
  }

  /**
   * Whether the numbers in all lines are those of classes: 0 to n-1, or 1 to n in another order.
   * Names that differ only by their numbers, such as {@code grade 1}, have no others.
   */
  private static boolean haveNumbersBesideNames(List<String> lines) {
    List<Integer> numbers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String line : lines) {
      Matcher matcher = NUMBER_BESIDE_NAME.matcher(line);
      if (!matcher.matches()) {
        return false;
      }
      boolean leads = matcher.group("first") != null;
      numbers.add(Integer.valueOf(matcher.group(leads ? "first" : "last")));
      names.add(matcher.group(leads ? "after" : "before"));
    }
    List<Integer> sorted = numbers.stream().sorted().toList();
    boolean fromZero = sorted.equals(IntStream.range(0, lines.size()).boxed().toList());
    boolean fromOne = sorted.equals(IntStream.rangeClosed(1, lines.size()).boxed().toList());
    boolean inOrder = sorted.equals(numbers);
    return names.size() > 1 && (fromZero || (fromOne && !inOrder));
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
