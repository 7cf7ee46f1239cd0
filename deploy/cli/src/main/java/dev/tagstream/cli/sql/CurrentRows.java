package dev.tagstream.cli.sql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/** The rows of a result after all its changes. */
final class CurrentRows {

  private CurrentRows() {}

  /** Applies all changes; of equal rows there may be several. */
  static List<Row> after(Iterator<Row> changes) {
    Map<Row, Integer> counts = new LinkedHashMap<>();
    changes.forEachRemaining(
        change -> {
          boolean added =
              change.getKind() == RowKind.INSERT || change.getKind() == RowKind.UPDATE_AFTER;
          change.setKind(RowKind.INSERT);
          counts.merge(change, added ? 1 : -1, Integer::sum);
        });
    List<Row> rows = new ArrayList<>();
    counts.forEach(
        (row, count) -> {
          for (int i = 0; i < count; i++) {
            rows.add(row);
          }
        });
    return rows;
  }
}
