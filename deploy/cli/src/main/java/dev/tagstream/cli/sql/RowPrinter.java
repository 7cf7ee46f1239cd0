package dev.tagstream.cli.sql;

import java.util.Iterator;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.types.Row;

/** Prints the rows of a query. */
interface RowPrinter {

  /**
   * Prints rows until there are no more.
   *
   * @param rows changes of the result, in their order
   */
  void print(ResolvedSchema schema, Iterator<Row> rows);
}
