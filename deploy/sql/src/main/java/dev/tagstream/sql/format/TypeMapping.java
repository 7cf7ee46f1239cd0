package dev.tagstream.sql.format;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * A type of Avro and its type of SQL. Neither function gets null.
 *
 * @param type in SQL, nullable throughout
 * @param toSql from the value in a generated record to Flink's internal form
 * @param toAvro the reverse
 */
record TypeMapping(LogicalType type, UnaryOperator<Object> toSql, UnaryOperator<Object> toAvro) {

  private static final int MILLIS = 3;

  private static final TypeMapping STRING =
      new TypeMapping(
          VarCharType.STRING_TYPE,
          text -> StringData.fromString(text.toString()),
          text -> text.toString());

  private static final TypeMapping BYTES =
      new TypeMapping(
          new VarBinaryType(VarBinaryType.MAX_LENGTH),
          bytes -> copy((ByteBuffer) bytes),
          bytes -> ByteBuffer.wrap((byte[]) bytes));

  private static final TypeMapping TIME =
      new TypeMapping(
          new LocalZonedTimestampType(MILLIS),
          time -> TimestampData.fromInstant((Instant) time),
          time -> ((TimestampData) time).toInstant());

  /** The mapping of a schema of a topic. */
  static TypeMapping of(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> STRING;
      case BYTES -> BYTES;
      case INT -> unchanged(new IntType());
      case FLOAT -> unchanged(new FloatType());
      case LONG ->
          schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
              ? TIME
              : unchanged(new BigIntType());
      case ENUM ->
          new TypeMapping(STRING.type, STRING.toSql, name -> symbol(name.toString(), schema));
      case UNION -> of(notNull(schema));
      case ARRAY -> ofArray(of(schema.getElementType()));
      case MAP -> ofMap(of(schema.getValueType()));
      case RECORD -> ofRecord(schema);
      default ->
          throw new IllegalStateException("no topic has a field of the type " + schema.getType());
    };
  }

  private static TypeMapping unchanged(LogicalType type) {
    return new TypeMapping(type, value -> value, value -> value);
  }

  private static Schema notNull(Schema union) {
    return union.getTypes().stream()
        .filter(part -> part.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }

  private static Object symbol(String name, Schema schema) {
    if (!schema.hasEnumSymbol(name)) {
      throw new MissingValueException(
          "a %s must be one of %s but was '%s'"
              .formatted(schema.getName(), schema.getEnumSymbols(), name));
    }
    return SpecificData.get().createEnum(name, schema);
  }

  private static TypeMapping ofArray(TypeMapping element) {
    ArrayData.ElementGetter getter = ArrayData.createElementGetter(element.type);
    return new TypeMapping(
        new ArrayType(element.type),
        array ->
            new GenericArrayData(((Collection<?>) array).stream().map(element.toSql).toArray()),
        array -> {
          ArrayData values = (ArrayData) array;
          List<Object> list = new ArrayList<>(values.size());
          for (int i = 0; i < values.size(); i++) {
            list.add(element.toAvro.apply(present(getter.getElementOrNull(values, i))));
          }
          return list;
        });
  }

  private static TypeMapping ofMap(TypeMapping value) {
    ArrayData.ElementGetter keys = ArrayData.createElementGetter(STRING.type);
    ArrayData.ElementGetter values = ArrayData.createElementGetter(value.type);
    return new TypeMapping(
        new MapType(STRING.type, value.type),
        map -> {
          Map<Object, Object> entries = new HashMap<>();
          ((Map<?, ?>) map)
              .forEach(
                  (key, each) -> entries.put(STRING.toSql.apply(key), value.toSql.apply(each)));
          return new GenericMapData(entries);
        },
        map -> {
          MapData data = (MapData) map;
          Map<Object, Object> entries = new HashMap<>();
          for (int i = 0; i < data.size(); i++) {
            entries.put(
                STRING.toAvro.apply(present(keys.getElementOrNull(data.keyArray(), i))),
                value.toAvro.apply(present(values.getElementOrNull(data.valueArray(), i))));
          }
          return entries;
        });
  }

  private static TypeMapping ofRecord(Schema schema) {
    List<RowType.RowField> fields = new ArrayList<>();
    List<TypeMapping> parts = new ArrayList<>();
    List<RowData.FieldGetter> getters = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      TypeMapping part = of(field.schema());
      fields.add(new RowType.RowField(field.name(), part.type));
      getters.add(RowData.createFieldGetter(part.type, field.pos()));
      parts.add(part);
    }
    return new TypeMapping(
        new RowType(fields),
        value -> toRow((IndexedRecord) value, parts),
        value -> toRecord((RowData) value, schema, parts, getters));
  }

  private static RowData toRow(IndexedRecord record, List<TypeMapping> parts) {
    GenericRowData row = new GenericRowData(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      Object value = record.get(i);
      row.setField(i, value == null ? null : parts.get(i).toSql.apply(value));
    }
    return row;
  }

  private static IndexedRecord toRecord(
      RowData row, Schema schema, List<TypeMapping> parts, List<RowData.FieldGetter> getters) {
    IndexedRecord record = (IndexedRecord) SpecificData.get().newRecord(null, schema);
    for (int i = 0; i < parts.size(); i++) {
      Object value = getters.get(i).getFieldOrNull(row);
      if (value == null && !schema.getFields().get(i).schema().isNullable()) {
        throw new MissingValueException(
            "a row of %s must have the field %s but it is NULL"
                .formatted(schema.getName(), schema.getFields().get(i).name()));
      }
      record.put(i, value == null ? null : parts.get(i).toAvro.apply(value));
    }
    return record;
  }

  private static Object present(Object element) {
    return requireNonNull(element, "arrays and maps of a topic have no NULL in them");
  }
}
