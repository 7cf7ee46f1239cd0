package dev.tagstream.pipeline.outcome;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as rows of Parquet: one column for each field of the schema except bytes, with the same
 * name and order. Strings and symbols become strings, arrays lists, maps maps, and times timestamps
 * in milliseconds, UTC.
 */
public final class OutcomeRows {

  static final String LIST = "list";
  static final String ELEMENT = "element";
  static final String ENTRY = "key_value";

  private static final JsonFactory JSON = new JsonFactory();

  private final MessageType columns;

  private OutcomeRows(MessageType columns) {
    this.columns = columns;
  }

  /** Rows of tagged images. */
  public static OutcomeRows ofTags() {
    Schema schema = ImageTags.getClassSchema();
    return new OutcomeRows(new MessageType(schema.getName(), columns(schema)));
  }

  /** Rows of rejects, without the rejected bytes. */
  public static OutcomeRows ofRejects() {
    Schema schema = RejectedImage.getClassSchema();
    return new OutcomeRows(new MessageType(schema.getName(), columns(schema)));
  }

  /**
   * Rows of both: the columns of tagged images, then those of rejects only. Columns that a row does
   * not have are null.
   */
  public static OutcomeRows ofBoth() {
    Map<String, Type> tags = byName(ImageTags.getClassSchema());
    Map<String, Type> rejects = byName(RejectedImage.getClassSchema());
    Map<String, Type> both = new LinkedHashMap<>(tags);
    both.putAll(rejects);
    both.replaceAll(
        (name, column) ->
            tags.containsKey(name) && column.equals(rejects.get(name)) ? column : optional(column));
    return new OutcomeRows(new MessageType("ImageOutcome", List.copyOf(both.values())));
  }

  private static Map<String, Type> byName(Schema schema) {
    Map<String, Type> columns = new LinkedHashMap<>();
    columns(schema).forEach(column -> columns.put(column.getName(), column));
    return columns;
  }

  private static Type optional(Type column) {
    return column.isPrimitive()
        ? Types.primitive(column.asPrimitiveType().getPrimitiveTypeName(), Type.Repetition.OPTIONAL)
            .as(column.getLogicalTypeAnnotation())
            .named(column.getName())
        : Types.buildGroup(Type.Repetition.OPTIONAL)
            .as(column.getLogicalTypeAnnotation())
            .addFields(column.asGroupType().getFields().toArray(Type[]::new))
            .named(column.getName());
  }

  /** The columns of a row. */
  public MessageType columns() {
    return columns;
  }

  /** The row of an ImageTags or a RejectedImage. */
  public Group row(IndexedRecord outcome) {
    Group row = new SimpleGroup(columns);
    fill(row, outcome.getSchema(), outcome);
    return row;
  }

  /**
   * The row of a line that {@link OutcomeJson} wrote: the same as that of its record.
   *
   * @throws IOException if it is no such line
   */
  public Group row(String line) throws IOException {
    Group row = new SimpleGroup(columns);
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      new JsonRow(json).fill(row);
    }
    return row;
  }

  private static List<Type> columns(Schema record) {
    List<Type> columns = new ArrayList<>();
    for (Schema.Field field : record.getFields()) {
      if (field.schema().getType() != Schema.Type.BYTES) {
        columns.add(column(field.name(), field.schema()));
      }
    }
    return columns;
  }

  private static Type column(String name, Schema schema) {
    Type.Repetition repetition =
        schema.isNullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    Schema value = value(schema);
    return switch (value.getType()) {
      case STRING, ENUM ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
      case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
      case LONG ->
          value.getLogicalType() instanceof LogicalTypes.TimestampMillis
              ? Types.primitive(PrimitiveTypeName.INT64, repetition)
                  .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                  .named(name)
              : Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
      case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
      case RECORD ->
          Types.buildGroup(repetition).addFields(columns(value).toArray(Type[]::new)).named(name);
      case ARRAY ->
          ConversionPatterns.listOfElements(
              repetition, name, column(ELEMENT, value.getElementType()));
      case MAP ->
          Types.map(repetition)
              .key(column("key", Schema.create(Schema.Type.STRING)))
              .value(column("value", value.getValueType()))
              .named(name);
      default -> throw new IllegalStateException(name + " is a " + value.getType());
    };
  }

  /** The schema of a field without null. */
  private static Schema value(Schema schema) {
    return schema.getType() != Schema.Type.UNION
        ? schema
        : schema.getTypes().stream()
            .filter(type -> type.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow();
  }

  private static void fill(Group group, Schema schema, IndexedRecord record) {
    for (Schema.Field field : schema.getFields()) {
      if (field.schema().getType() != Schema.Type.BYTES) {
        add(group, field.name(), field.schema(), record.get(field.pos()));
      }
    }
  }

  private static void add(Group group, String name, Schema schema, @Nullable Object value) {
    if (value == null) {
      return;
    }
    if (value instanceof Integer number) {
      group.append(name, number);
    } else if (value instanceof Long number) {
      group.append(name, number);
    } else if (value instanceof Float number) {
      group.append(name, number);
    } else if (value instanceof Instant time) {
      group.append(name, time.toEpochMilli());
    } else if (value instanceof IndexedRecord record) {
      fill(group.addGroup(name), value(schema), record);
    } else if (value instanceof List<?> items) {
      Group list = group.addGroup(name);
      Schema element = value(schema).getElementType();
      items.forEach(item -> add(list.addGroup(LIST), ELEMENT, element, item));
    } else if (value instanceof Map<?, ?> entries) {
      Group map = group.addGroup(name);
      entries.forEach(
          (key, text) ->
              map.addGroup(ENTRY)
                  .append("key", String.valueOf(key))
                  .append("value", String.valueOf(text)));
    } else {
      // strings and the symbols of enums
      group.append(name, value.toString());
    }
  }
}
