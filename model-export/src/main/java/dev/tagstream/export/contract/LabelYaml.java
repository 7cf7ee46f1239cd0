package dev.tagstream.export.contract;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labels below {@code names:} in YAML, as Ultralytics' data files have them: {@code 0: name} or
 * {@code - name} a line, or all names in brackets. No other YAML is read.
 */
final class LabelYaml {

  private static final Pattern NAMES = Pattern.compile("(?m)^names[ \\t]*:(.*)$");
  private static final Pattern COUNT = Pattern.compile("(?m)^nc[ \\t]*:[ \\t]*(\\d+)");
  private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)#.*$");
  private static final Pattern ENTRY =
      Pattern.compile("\\s+[\"']?(\\d{1,9})[\"']?\\s*:\\s+(\\S.*)");
  private static final Pattern ITEM = Pattern.compile("\\s*-\\s+(\\S.*)");

  /** Characters that an unquoted string cannot begin with, or that give it another meaning. */
  private static final String SPECIAL = "[]{}&*!|>%@`,?\"'";

  private final Path file;
  private final NumberedLabels labels;
  private int count;

  private LabelYaml(Path file) {
    this.file = file;
    this.labels = new NumberedLabels(file);
  }

  static boolean isYaml(String text) {
    return NAMES.matcher(text).find();
  }

  static List<Label> read(Path file, String text) {
    LabelYaml yaml = new LabelYaml(file);
    Matcher names = NAMES.matcher(text);
    if (!names.find()) {
      throw ExportException.in(file, "has no names:");
    }
    String rest = text.substring(names.end());
    String inline = COMMENT.matcher(names.group(1)).replaceFirst("").strip();
    if (inline.isEmpty()) {
      yaml.block(rest);
    } else {
      yaml.brackets(inline + COMMENT.matcher(rest).replaceAll(""));
    }
    List<Label> read = yaml.labels.inOrder();
    Matcher stated = COUNT.matcher(text);
    if (stated.find() && !stated.group(1).equals(String.valueOf(read.size()))) {
      throw ExportException.in(
          file, "says nc: %s but has %d names".formatted(stated.group(1), read.size()));
    }
    return read;
  }

  private void block(String text) {
    for (String line : text.lines().toList()) {
      String content = line.contains("#") ? COMMENT.matcher(line).replaceFirst("") : line;
      Matcher entry = ENTRY.matcher(content);
      Matcher item = ITEM.matcher(content);
      if (entry.matches()) {
        add(entry.group(1), entry.group(2));
      } else if (item.matches()) {
        add(String.valueOf(count), item.group(1));
      } else if (!content.isBlank() && !Character.isWhitespace(content.charAt(0))) {
        return;
      } else if (!content.isBlank()) {
        throw ExportException.in(
            file,
            "below names: a line must be 'number: name' or '- name' but is " + content.strip());
      }
    }
  }

  private void brackets(String text) {
    int end = text.indexOf(']');
    if (text.charAt(0) != '[' || end < 0) {
      throw ExportException.in(file, "names: must be a list in [ ] or follow below, one a line");
    }
    for (String name : text.substring(1, end).split(",", -1)) {
      if (!name.isBlank()) {
        add(String.valueOf(count), name.strip());
      }
    }
  }

  private void add(String number, String text) {
    String stripped = text.strip();
    String name = LabelLines.unquoted(stripped);
    boolean bare = name.equals(stripped);
    if (name.indexOf('\\') >= 0
        || (bare && (SPECIAL.indexOf(name.charAt(0)) >= 0 || name.contains(": ")))) {
      throw ExportException.in(
          file,
          "the name %s uses YAML that is not supported; give a JSON array of names"
              .formatted(name));
    }
    labels.add(number, new Label(name, null));
    count++;
  }
}
