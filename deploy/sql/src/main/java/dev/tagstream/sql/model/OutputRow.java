package dev.tagstream.sql.model;

import dev.tagstream.pipeline.record.ImageOutcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * The output of a model, as its statement declares it.
 *
 * @param columns in the order of the statement
 */
record OutputRow(List<OutputColumn> columns) implements Serializable {

  OutputRow {
    columns = List.copyOf(columns);
  }

  /**
   * Reads a declaration.
   *
   * @throws ValidationException if a column has a name or type that no model has
   */
  static OutputRow of(List<Column> declared) {
    List<OutputColumn> columns = new ArrayList<>();
    for (Column column : declared) {
      columns.add(
          Arrays.stream(OutputColumn.values())
              .filter(known -> known.sqlName().equals(column.getName()))
              .filter(known -> known.fits(column.getDataType().getLogicalType()))
              .findFirst()
              .orElseThrow(() -> refused(column)));
    }
    return new OutputRow(columns);
  }

  private static ValidationException refused(Column column) {
    return new ValidationException(
        "OUTPUT must have columns of this list: %s; but it has %s"
            .formatted(
                Arrays.stream(OutputColumn.values())
                    .map(OutputColumn::declaration)
                    .collect(Collectors.joining(", ")),
                list(List.of(column))));
  }

  /** Columns as a statement declares them: {@code (best STRING, score FLOAT)}. */
  static String list(List<Column> columns) {
    return columns.stream()
        .map(column -> column.getName() + " " + column.getDataType().getLogicalType())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  boolean hasEmbedding() {
    return columns.contains(OutputColumn.EMBEDDING);
  }

  /** The row of an image. */
  RowData of(ImageOutcome outcome) {
    GenericRowData row = new GenericRowData(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      row.setField(i, columns.get(i).of(outcome));
    }
    return row;
  }
}
