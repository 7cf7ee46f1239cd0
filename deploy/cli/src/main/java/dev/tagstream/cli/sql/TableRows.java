package dev.tagstream.cli.sql;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.types.Row;

/**
 * Prints the result as a table, when all rows are there.
 *
 * @param out gets the table
 */
record TableRows(PrintWriter out) implements RowPrinter {

  @Override
  public void print(ResolvedSchema schema, Iterator<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(schema.getColumnNames());
    CurrentRows.after(rows).forEach(row -> lines.add(cells(schema.getColumns(), row)));
    List<Integer> widths =
        IntStream.range(0, schema.getColumnCount())
            .mapToObj(column -> width(lines, column))
            .toList();
    for (int i = 0; i < lines.size(); i++) {
      out.println(line(lines.get(i), widths));
      if (i == 0) {
        out.println(line(widths.stream().map("-"::repeat).collect(Collectors.toList()), widths));
      }
    }
    out.flush();
  }

  private static List<String> cells(List<Column> columns, Row row) {
    return IntStream.range(0, columns.size())
        .mapToObj(
            i -> SqlValue.text(row.getField(i), columns.get(i).getDataType().getLogicalType()))
        .toList();
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(i == 0 ? "" : "  ").append(cells.get(i));
      line.append(" ".repeat(widths.get(i) - cells.get(i).length()));
    }
    return line.toString().stripTrailing();
  }
}
