package dev.tagstream.cli.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Iterator;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * Prints one JSON object on each line.
 *
 * @param out gets the lines
 * @param end whether the rows end, so that only the last state of the result is of interest
 */
record JsonRows(PrintWriter out, TopicTables.End end) implements RowPrinter {

  /** Names the change that a row is; rows of a query that only adds have none. */
  private static final String CHANGE = "op";

  @Override
  public void print(ResolvedSchema schema, Iterator<Row> rows) {
    Iterator<Row> shown =
        end == TopicTables.End.OF_TOPIC ? CurrentRows.after(rows).iterator() : rows;
    while (shown.hasNext()) {
      Row row = shown.next();
      ObjectNode object = SqlValue.object(schema, row);
      if (row.getKind() != RowKind.INSERT) {
        object.put(CHANGE, row.getKind().shortString());
      }
      out.println(object);
      out.flush();
    }
  }
}
