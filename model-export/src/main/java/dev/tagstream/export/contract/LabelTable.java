package dev.tagstream.export.contract;

import static java.util.Objects.requireNonNull;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Labels as a table with commas, semicolons or tabs between its cells: {@code number,name} or
 * {@code name,number}, or more columns below a line that names them. Cells may be in double quotes.
 */
final class LabelTable {

  private static final String SEPARATORS = ",;\t";

  private static final List<String> NUMBERS =
      List.of("id", "index", "idx", "class_id", "classid", "class_index", "class_idx", "label_id");

  private static final List<String> NAMES =
      List.of(
          "name",
          "class_name",
          "classname",
          "label_name",
          "display_name",
          "signname",
          "label",
          "class");

  private static final String WNID = "wnid";

  /** The WD14 taggers number tags as their source does; the classes follow the lines. */
  private static final List<String> WD14 = List.of("tag_id", "name", "category", "count");

  private final Path file;
  private final List<List<String>> rows;

  private LabelTable(Path file, List<List<String>> rows) {
    this.file = file;
    this.rows = rows;
  }

  /** Whether lines are rows of a table: a first line that names columns, or numbers in all. */
  static boolean isTable(List<String> lines) {
    Character separator = separator(lines.get(0));
    if (separator == null) {
      return false;
    }
    List<String> first = cells(lines.get(0), separator);
    boolean named =
        first != null && !columns(first, NAMES).isEmpty() && !columns(first, numbers()).isEmpty();
    return named
        || lines.stream()
            .map(line -> cells(line, separator))
            .allMatch(cells -> cells != null && cells.stream().anyMatch(NumberedLabels::isNumber));
  }

  static List<Label> read(Path file, List<String> lines) {
    char separator = requireNonNull(separator(lines.get(0)));
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines) {
      List<String> cells = cells(line, separator);
      if (cells == null || (!rows.isEmpty() && cells.size() != rows.get(0).size())) {
        throw ExportException.in(
            file,
            "line %d must have as many cells as the first, with names in double quotes if they have a '%s': %s"
                .formatted(rows.size() + 1, separator == '\t' ? "tab" : separator, line));
      }
      rows.add(cells);
    }
    return new LabelTable(file, rows).labels();
  }

  private List<Label> labels() {
    List<String> header = lowerCase(rows.get(0));
    if (header.equals(WD14)) {
      return rows.subList(1, rows.size()).stream().map(row -> label(row, 1, -1)).toList();
    }
    boolean named =
        !columns(header, NAMES).isEmpty()
            && rows.get(0).stream().noneMatch(NumberedLabels::isNumber);
    if (!named && header.size() != 2) {
      throw ExportException.in(
          file,
          "has %d columns; name them in the first line, such as id,name".formatted(header.size()));
    }
    List<List<String>> body = named ? rows.subList(1, rows.size()) : rows;
    int number = named ? column(header, NUMBERS, "a class's number") : numberColumn(body);
    int name = named ? column(header, NAMES, "a class's name") : 1 - number;
    NumberedLabels labels = new NumberedLabels(file);
    for (List<String> row : body) {
      labels.add(row.get(number), label(row, name, header.indexOf(WNID)));
    }
    return labels.inOrder();
  }

  private int numberColumn(List<List<String>> body) {
    for (int column = 0; column < 2; column++) {
      int at = column;
      if (body.stream().allMatch(row -> NumberedLabels.isNumber(row.get(at)))
          && body.stream().noneMatch(row -> NumberedLabels.isNumber(row.get(1 - at)))) {
        return column;
      }
    }
    throw ExportException.in(
        file, "must have the class's number in one column and its name in the other");
  }

  private int column(List<String> header, List<String> names, String content) {
    List<Integer> found = columns(header, names);
    if (found.size() != 1) {
      throw ExportException.in(
          file,
          "must have one column for %s, called one of %s, but has %s"
              .formatted(content, names, header));
    }
    return found.get(0);
  }

  private Label label(List<String> row, int name, int wnid) {
    if (row.get(name).isBlank()) {
      throw ExportException.in(file, "a class has an empty name: " + row);
    }
    return new Label(row.get(name), wnid < 0 || row.get(wnid).isBlank() ? null : row.get(wnid));
  }

  private static List<String> numbers() {
    List<String> all = new ArrayList<>(NUMBERS);
    all.add(WD14.get(0));
    return all;
  }

  private static List<Integer> columns(List<String> header, List<String> names) {
    List<String> lower = lowerCase(header);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < lower.size(); i++) {
      if (names.contains(lower.get(i))) {
        found.add(i);
      }
    }
    return found;
  }

  private static List<String> lowerCase(List<String> cells) {
    return cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT).replace(' ', '_')).toList();
  }

  private static @Nullable Character separator(String line) {
    return SEPARATORS
        .chars()
        .filter(separator -> line.indexOf(separator) >= 0)
        .mapToObj(separator -> (char) separator)
        .findFirst()
        .orElse(null);
  }

  /** The cells of a line; null if its quotes are not in pairs. */
  private static @Nullable List<String> cells(String line, char separator) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char at = line.charAt(i);
      if (at == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(at);
        i++;
      } else if (at == '"' && (quoted || cell.toString().isBlank())) {
        quoted = !quoted;
      } else if (at == separator && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(at);
      }
    }
    cells.add(cell.toString().strip());
    return quoted ? null : cells;
  }
}
