package dev.tagstream.sql.format;

import dev.tagstream.pipeline.kafka.event.WriterSchemas;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** Reads the records of a topic as rows. */
final class RowsFromRecords extends AbstractDeserializationSchema<RowData> {

  private static final long serialVersionUID = 1L;

  /** What happens to a record that cannot be read. */
  enum OnBadRecord {
    /** The job fails. */
    FAIL,
    /** It has no row. */
    SKIP
  }

  private final RecordColumns columns;
  private final WriterSchemas writers;
  private final OnBadRecord onBadRecord;

  private transient SingleObjectDecoder<? extends SpecificRecord> decoder;
  private transient List<Schema.Field> fields;
  private transient List<TypeMapping> mappings;

  /**
   * Reads records.
   *
   * @param columns the fields to read
   * @param type of the rows
   * @param writers schemas in addition to the released ones
   */
  RowsFromRecords(
      RecordColumns columns,
      TypeInformation<RowData> type,
      WriterSchemas writers,
      OnBadRecord onBadRecord) {
    super(type);
    this.columns = columns;
    this.writers = writers;
    this.onBadRecord = onBadRecord;
  }

  @Override
  public void open(InitializationContext context) {
    decoder = SingleObjectDecoder.of(columns.record().type(), writers.parsed());
    fields = columns.fields();
    mappings = fields.stream().map(field -> TypeMapping.of(field.schema())).toList();
  }

  /** The row of a record; null for a tombstone, and for a bad record that is skipped. */
  @Override
  public @Nullable RowData deserialize(byte @Nullable [] message) throws IOException {
    if (message == null) {
      return null;
    }
    try {
      return row(decoder.decode(message));
    } catch (MalformedMessageException | UnknownSchemaException bad) {
      if (onBadRecord == OnBadRecord.SKIP) {
        return null;
      }
      throw new IOException(
          "a record is no %s: %s; set '%s.%s' = 'skip' to leave such records out"
              .formatted(
                  columns.record().recordName(),
                  bad.getMessage(),
                  TagstreamAvroFactory.IDENTIFIER,
                  TagstreamAvroFactory.ON_BAD_RECORD.key()));
    }
  }

  private RowData row(SpecificRecord record) {
    GenericRowData row = new GenericRowData(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Object value = record.get(fields.get(i).pos());
      row.setField(i, value == null ? null : mappings.get(i).toSql().apply(value));
    }
    return row;
  }
}
