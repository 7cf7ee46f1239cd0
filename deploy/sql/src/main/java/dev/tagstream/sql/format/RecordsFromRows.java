package dev.tagstream.sql.format;

import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** Writes rows as the records of a topic. */
final class RecordsFromRows implements SerializationSchema<RowData> {

  private static final long serialVersionUID = 1L;

  /**
   * How a field gets its value.
   *
   * @param getter reads the column; null if the table does not have it
   */
  private record Part(
      Schema.Field field, TypeMapping mapping, RowData.@Nullable FieldGetter getter) {}

  private final RecordColumns columns;

  private transient SingleObjectEncoder<SpecificRecord> encoder;
  private transient List<Part> parts;

  RecordsFromRows(RecordColumns columns) {
    this.columns = columns;
  }

  @Override
  @SuppressWarnings("unchecked") // the encoder takes the records that are created here
  public void open(InitializationContext context) {
    encoder = (SingleObjectEncoder<SpecificRecord>) SingleObjectEncoder.of(columns.record().type());
    parts = columns.record().schema().getFields().stream().map(this::part).toList();
  }

  private Part part(Schema.Field field) {
    int column = columns.row().getFieldIndex(field.name());
    TypeMapping mapping = TypeMapping.of(field.schema());
    return new Part(
        field, mapping, column < 0 ? null : RowData.createFieldGetter(mapping.type(), column));
  }

  /**
   * The record of a row.
   *
   * @throws MissingValueException if the row lacks a value that every reader needs
   */
  @Override
  public byte[] serialize(RowData row) {
    TopicRecord type = columns.record();
    SpecificRecord record = (SpecificRecord) type.data().newRecord(null, type.schema());
    for (Part part : parts) {
      Object value = part.getter() == null ? null : part.getter().getFieldOrNull(row);
      record.put(
          part.field().pos(),
          value == null ? type.absent(part.field()) : part.mapping().toAvro().apply(value));
    }
    return encoder.encode(record);
  }
}
