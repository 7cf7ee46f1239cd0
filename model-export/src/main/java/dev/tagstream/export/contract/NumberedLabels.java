package dev.tagstream.export.contract;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Labels by the numbers of their classes: 0 to n-1, each once, in any order. */
final class NumberedLabels {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final Path file;
  private final Map<Integer, Label> labels = new HashMap<>();

  NumberedLabels(Path file) {
    this.file = file;
  }

  /** Whether a text is the number of a class. */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /**
   * Adds the label of a class.
   *
   * @param number as the file writes it
   */
  void add(String number, Label label) {
    if (!isNumber(number)) {
      throw ExportException.in(
          file,
          "a class must have a number from 0 on but %s has %s".formatted(label.name(), number));
    }
    Label before = labels.put(Integer.valueOf(number), label);
    if (before != null) {
      throw ExportException.in(
          file, "class %s has two names, %s and %s".formatted(number, before.name(), label.name()));
    }
  }

  /** The labels in the order of their classes. */
  List<Label> inOrder() {
    List<Label> ordered = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      Label label = labels.get(i);
      if (label == null) {
        throw ExportException.in(
            file,
            "has %d entries but none for class %d; classes are numbered from 0"
                .formatted(labels.size(), i));
      }
      ordered.add(label);
    }
    return ordered;
  }
}
