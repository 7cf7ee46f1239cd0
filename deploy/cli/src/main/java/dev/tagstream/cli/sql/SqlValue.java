package dev.tagstream.cli.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Values of rows as JSON and as the text of a cell. */
final class SqlValue {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SqlValue() {}

  /** A row as an object; bytes are base64, times as ISO 8601. */
  static ObjectNode object(ResolvedSchema schema, Row row) {
    ObjectNode object = JSON.objectNode();
    List<Column> columns = schema.getColumns();
    for (int i = 0; i < columns.size(); i++) {
      object.set(
          columns.get(i).getName(),
          json(row.getField(i), columns.get(i).getDataType().getLogicalType()));
    }
    return object;
  }

  /** The text of a cell: bytes by their number, what has parts as JSON. */
  static String text(@Nullable Object value, LogicalType type) {
    if (value instanceof byte[] bytes) {
      return bytes.length + " bytes";
    }
    JsonNode json = json(value, type);
    return json.isTextual() ? json.textValue() : json.isNull() ? "NULL" : json.toString();
  }

  private static JsonNode json(@Nullable Object value, LogicalType type) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof byte[] bytes) {
      return JSON.binaryNode(bytes);
    }
    if (type instanceof ArrayType array) {
      return array(value, array.getElementType());
    }
    if (type instanceof MapType map) {
      ObjectNode entries = JSON.objectNode();
      ((Map<?, ?>) value)
          .forEach((key, each) -> entries.set(key.toString(), json(each, map.getValueType())));
      return entries;
    }
    if (value instanceof Row row && type instanceof RowType fields) {
      ObjectNode object = JSON.objectNode();
      for (int i = 0; i < row.getArity(); i++) {
        object.set(fields.getFieldNames().get(i), json(row.getField(i), fields.getTypeAt(i)));
      }
      return object;
    }
    return scalar(value);
  }

  private static ArrayNode array(Object value, LogicalType element) {
    ArrayNode items = JSON.arrayNode();
    for (int i = 0; i < Array.getLength(value); i++) {
      items.add(json(Array.get(value, i), element));
    }
    return items;
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    if (value instanceof Float number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Double number) {
      return JSON.numberNode(number);
    }
    if (value instanceof BigDecimal number) {
      return JSON.numberNode(number);
    }
    return value instanceof Number number
        ? JSON.numberNode(number.longValue())
        : JSON.textNode(value.toString());
  }
}
