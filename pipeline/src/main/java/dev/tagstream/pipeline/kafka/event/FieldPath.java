package dev.tagstream.pipeline.kafka.event;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The way to a field of an Avro record, through nested records.
 *
 * @param name the names of the fields, separated by dots
 * @param positions the position of each of these fields in its record
 * @param schema of the last field, without null
 */
record FieldPath(String name, List<Integer> positions, Schema schema) {

  /**
   * Finds a field.
   *
   * @throws IllegalArgumentException if the schema has none, in one line
   */
  static FieldPath of(Schema root, String name) {
    Schema schema = root;
    List<Integer> positions = new ArrayList<>();
    for (String step : name.split("\\.", -1)) {
      if (schema.getType() != Schema.Type.RECORD) {
        throw new IllegalArgumentException(
            "'%s' cannot be: the field before '%s' is of type %s, not a record"
                .formatted(name, step, words(schema)));
      }
      Schema.Field field = schema.getField(step);
      if (field == null) {
        throw new IllegalArgumentException(
            "'%s' cannot be: %s has no field '%s', it has %s"
                .formatted(name, schema.getName(), step, names(schema)));
      }
      positions.add(field.pos());
      schema = withoutNull(field.schema());
    }
    return new FieldPath(name, List.copyOf(positions), schema);
  }

  /** A field of this one, which is a record. */
  FieldPath then(Schema.Field field) {
    List<Integer> longer = new ArrayList<>(positions);
    longer.add(field.pos());
    return new FieldPath(
        name + "." + field.name(), List.copyOf(longer), withoutNull(field.schema()));
  }

  /** The value in a record; null if it or a record on the way is null. */
  @Nullable Object valueIn(GenericRecord record) {
    Object value = record;
    for (int position : positions) {
      if (!(value instanceof GenericRecord nested)) {
        return null;
      }
      value = nested.get(position);
    }
    return value;
  }

  /** The one type of a union with null; other schemas as they are. */
  static Schema withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> types =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return types.size() == 1 ? types.get(0) : schema;
  }

  /** The type in words, such as {@code string}. */
  static String words(Schema schema) {
    return schema.getType().getName();
  }

  private static String names(Schema record) {
    return record.getFields().stream()
        .map(Schema.Field::name)
        .limit(30)
        .collect(Collectors.joining(", "));
  }
}
