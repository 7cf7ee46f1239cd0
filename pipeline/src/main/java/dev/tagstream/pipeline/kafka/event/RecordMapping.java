package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.FieldsConfig;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Makes events of a sender's own Avro records of one schema. */
final class RecordMapping {

  /** The most fields, nested ones included, that are looked at for attributes. */
  private static final int MOST_PATHS = 1000;

  private static final Set<Schema.Type> BYTES = EnumSet.of(Schema.Type.BYTES, Schema.Type.FIXED);
  private static final Set<Schema.Type> TEXT = EnumSet.of(Schema.Type.STRING);
  private static final Set<Schema.Type> NAME =
      EnumSet.of(Schema.Type.STRING, Schema.Type.INT, Schema.Type.LONG, Schema.Type.ENUM);
  private static final Set<Schema.Type> TIME = EnumSet.of(Schema.Type.LONG, Schema.Type.STRING);
  private static final Set<Schema.Type> SINGLE =
      EnumSet.of(
          Schema.Type.STRING,
          Schema.Type.INT,
          Schema.Type.LONG,
          Schema.Type.FLOAT,
          Schema.Type.DOUBLE,
          Schema.Type.BOOLEAN,
          Schema.Type.ENUM);

  private final @Nullable FieldPath image;
  private final @Nullable FieldPath uri;
  private final @Nullable FieldPath id;
  private final @Nullable FieldPath eventTime;
  private final List<FieldPath> attributes;

  private RecordMapping(Schema schema, FieldsConfig fields) {
    image = path(schema, fields.image(), BYTES);
    uri = path(schema, fields.uri(), TEXT);
    id = path(schema, fields.id(), NAME);
    eventTime = path(schema, fields.eventTime(), TIME);
    attributes = fields.hasAllAttributes() ? unused(schema) : attributes(schema, fields);
  }

  /**
   * The mapping of a schema's records.
   *
   * @throws IllegalArgumentException if a field does not exist or has another type, in one line
   */
  static RecordMapping of(Schema schema, FieldsConfig fields) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "the schema must be a record's but is of type " + FieldPath.words(schema));
    }
    return new RecordMapping(schema, fields);
  }

  /** The event in a record. */
  Event event(GenericRecord value, SourceRecord record) throws UnreadableEventException {
    Object name = value(id, value);
    Object place = value(uri, value);
    return new Event(
        name == null ? Event.idOf(record) : name.toString(),
        bytes(value(image, value)),
        place == null ? null : place.toString(),
        millis(value),
        attributes(value));
  }

  private static @Nullable Object value(@Nullable FieldPath path, GenericRecord record) {
    return path == null ? null : path.valueIn(record);
  }

  private static @Nullable ByteRange bytes(@Nullable Object value) {
    if (value instanceof GenericFixed fixed) {
      return ByteRange.of(fixed.bytes());
    }
    return value == null ? null : ByteRange.of((ByteBuffer) value);
  }

  private @Nullable Long millis(GenericRecord record) throws UnreadableEventException {
    Object value = value(eventTime, record);
    if (eventTime == null || value == null) {
      return null;
    }
    if (!(value instanceof Long units)) {
      return EventTimes.ofText(eventTime.name(), value.toString());
    }
    return Math.floorDiv(units, unitsPerMilli(eventTime.schema().getLogicalType()));
  }

  private static long unitsPerMilli(@Nullable LogicalType type) {
    if (type instanceof LogicalTypes.TimestampMicros
        || type instanceof LogicalTypes.LocalTimestampMicros) {
      return 1_000;
    }
    return type instanceof LogicalTypes.TimestampNanos
            || type instanceof LogicalTypes.LocalTimestampNanos
        ? 1_000_000
        : 1;
  }

  private Map<String, String> attributes(GenericRecord record) {
    if (attributes.isEmpty()) {
      return Map.of();
    }
    Map<String, String> found = new HashMap<>();
    for (FieldPath path : attributes) {
      Object value = path.valueIn(record);
      if (value instanceof Map<?, ?> map) {
        map.forEach((key, entry) -> put(found, key.toString(), entry));
      } else {
        put(found, path.name(), value);
      }
    }
    return found;
  }

  private static void put(Map<String, String> attributes, String name, @Nullable Object value) {
    if (value != null) {
      attributes.putIfAbsent(name, value.toString());
    }
  }

  private static @Nullable FieldPath path(
      Schema schema, @Nullable String name, Set<Schema.Type> types) {
    if (name == null) {
      return null;
    }
    FieldPath path = FieldPath.of(schema, name);
    if (!types.contains(path.schema().getType())) {
      throw new IllegalArgumentException(
          "'%s' must be of type %s but is of type %s"
              .formatted(
                  name,
                  String.join(" or ", types.stream().map(Schema.Type::getName).toList()),
                  FieldPath.words(path.schema())));
    }
    return path;
  }

  private static List<FieldPath> attributes(Schema schema, FieldsConfig fields) {
    List<FieldPath> paths = new ArrayList<>();
    for (String name : fields.attributes()) {
      FieldPath path = FieldPath.of(schema, name);
      if (!isAttribute(path.schema())) {
        throw new IllegalArgumentException(
            "'%s' must be a single value or a map of them but is of type %s"
                .formatted(name, FieldPath.words(path.schema())));
      }
      paths.add(path);
    }
    return paths;
  }

  /** All single values and maps of them that have no other use, also in nested records. */
  private List<FieldPath> unused(Schema schema) {
    Set<List<Integer>> used = new HashSet<>();
    for (FieldPath path : new FieldPath[] {image, uri, id, eventTime}) {
      if (path != null) {
        used.add(path.positions());
      }
    }
    UnusedPaths unused = new UnusedPaths(used);
    for (Schema.Field field : schema.getFields()) {
      unused.collect(FieldPath.of(schema, field.name()), Set.of(schema.getFullName()));
    }
    return unused.found;
  }

  /** The paths that {@code *} stands for. */
  private static final class UnusedPaths {

    private final Set<List<Integer>> used;
    private final List<FieldPath> found = new ArrayList<>();
    private int visits;

    UnusedPaths(Set<List<Integer>> used) {
      this.used = used;
    }

    /** A schema that contains itself is not followed. */
    void collect(FieldPath path, Set<String> above) {
      visits++;
      if (visits > MOST_PATHS) {
        // a few records that contain one another have billions
        throw new IllegalArgumentException(
            "'*' would stand for more than %d fields; name the attributes".formatted(MOST_PATHS));
      }
      Schema schema = path.schema();
      if (used.contains(path.positions())) {
        return;
      }
      if (isAttribute(schema)) {
        found.add(path);
      } else if (schema.getType() == Schema.Type.RECORD && !above.contains(schema.getFullName())) {
        Set<String> longer = new HashSet<>(above);
        longer.add(schema.getFullName());
        schema.getFields().forEach(field -> collect(path.then(field), longer));
      }
    }
  }

  private static boolean isAttribute(Schema schema) {
    return SINGLE.contains(schema.getType())
        || (schema.getType() == Schema.Type.MAP
            && SINGLE.contains(FieldPath.withoutNull(schema.getValueType()).getType()));
  }
}
