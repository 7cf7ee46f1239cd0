package dev.tagstream.pipeline.outcome;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Reads what {@link OutcomeJson} wrote into rows of {@link OutcomeRows}. */
record JsonRow(JsonParser json) {

  /** Fills a row or a part of it; the parser stands at the beginning of the object. */
  void fill(Group group) throws IOException {
    GroupType columns = group.getType();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_NULL && columns.containsField(name)) {
        add(group, columns.getType(name));
      } else {
        json.skipChildren();
      }
    }
  }

  private void add(Group group, Type column) throws IOException {
    if (column.isPrimitive()) {
      addValue(group, column.asPrimitiveType());
      return;
    }
    Group inner = group.addGroup(column.getName());
    LogicalTypeAnnotation annotation = column.getLogicalTypeAnnotation();
    if (annotation instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        Group item = inner.addGroup(OutcomeRows.LIST);
        add(item, item.getType().getType(OutcomeRows.ELEMENT));
      }
    } else if (annotation instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        inner.addGroup(OutcomeRows.ENTRY).append("key", key).append("value", json.nextTextValue());
      }
    } else {
      fill(inner);
    }
  }

  private void addValue(Group group, PrimitiveType column) throws IOException {
    String name = column.getName();
    switch (column.getPrimitiveTypeName()) {
      case INT32 -> group.append(name, json.getIntValue());
      case INT64 -> group.append(name, json.getLongValue());
      // a text where it is not finite
      case FLOAT -> group.append(name, Float.parseFloat(json.getText()));
      default -> group.append(name, json.getText());
    }
  }
}
