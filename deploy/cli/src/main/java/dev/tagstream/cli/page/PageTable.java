package dev.tagstream.cli.page;

import java.util.List;

/**
 * A table of a page.
 *
 * @param title in a few words, with what belongs to all rows
 * @param columns their headings
 * @param rows one text for each column; the first names the row
 */
public record PageTable(String title, List<String> columns, List<List<String>> rows) {

  public PageTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException("%s does not fit %s".formatted(row, columns));
      }
    }
  }
}
