package dev.tagstream.sql.format;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The columns of a table, which are fields of a record.
 *
 * @param record on the topic
 * @param row the columns, by the names of the fields
 */
record RecordColumns(TopicRecord record, RowType row) implements Serializable {

  /**
   * Checks names and types.
   *
   * @throws ValidationException if a column is no field of the record
   */
  RecordColumns {
    for (RowType.RowField column : row.getFields()) {
      Schema.Field field = record.schema().getField(column.getName());
      if (field == null || !isOf(field, column.getType())) {
        throw new ValidationException(
            "a table of %s must have columns of this list: %s; but it has %s %s"
                .formatted(
                    record.recordName(),
                    all(record),
                    column.getName(),
                    withoutNotNull(column.getType())));
      }
    }
  }

  private static boolean isOf(Schema.Field field, LogicalType type) {
    return withoutNotNull(TypeMapping.of(field.schema()).type()).equals(withoutNotNull(type));
  }

  private static String withoutNotNull(LogicalType type) {
    return type.asSerializableString()
        .replace(" NOT NULL", "")
        .replace("VARCHAR(2147483647)", "STRING")
        .replace("VARBINARY(2147483647)", "BYTES");
  }

  private static String all(TopicRecord record) {
    return record.schema().getFields().stream()
        .map(field -> field.name() + " " + withoutNotNull(TypeMapping.of(field.schema()).type()))
        .collect(Collectors.joining(", "));
  }

  /** The fields of the columns, in the order of the columns. */
  List<Schema.Field> fields() {
    Schema schema = record.schema();
    return row.getFieldNames().stream().map(schema::getField).toList();
  }
}
