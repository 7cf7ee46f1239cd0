package dev.tagstream.sql.format;

import static org.apache.flink.configuration.ConfigOptions.key;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.kafka.event.WriterSchemas;
import dev.tagstream.sql.format.RowsFromRecords.OnBadRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.SerializationFormatFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** Flink's entry to the format: checks the columns and options of a table when it is planned. */
public final class TagstreamAvroFactory
    implements DeserializationFormatFactory, SerializationFormatFactory {

  /** The value of {@code 'format'}. */
  public static final String IDENTIFIER = "tagstream-avro";

  static final ConfigOption<String> RECORD =
      key("record")
          .stringType()
          .noDefaultValue()
          .withDescription("The record on the topic: ImageEvent, ImageTags or RejectedImage.");

  static final ConfigOption<List<String>> WRITER_SCHEMAS =
      key("writer-schemas")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription("More schemas to read: .avsc files and folders, separated by ;");

  static final ConfigOption<OnBadRecord> ON_BAD_RECORD =
      key("on-bad-record")
          .enumType(OnBadRecord.class)
          .defaultValue(OnBadRecord.FAIL)
          .withDescription("fail: the job fails. skip: the record has no row.");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(RECORD);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(WRITER_SCHEMAS, ON_BAD_RECORD);
  }

  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    FactoryUtil.validateFactoryOptions(this, options);
    TopicRecord record = record(options);
    WriterSchemas writers = writers(record, options);
    OnBadRecord onBadRecord = options.get(ON_BAD_RECORD);
    return new DecodingFormat<>() {

      @Override
      public DeserializationSchema<RowData> createRuntimeDecoder(
          DynamicTableSource.Context source, DataType columns) {
        return new RowsFromRecords(
            new RecordColumns(record, (RowType) columns.getLogicalType()),
            source.createTypeInformation(columns),
            writers,
            onBadRecord);
      }

      @Override
      public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
      }
    };
  }

  @Override
  public EncodingFormat<SerializationSchema<RowData>> createEncodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    FactoryUtil.validateFactoryOptions(this, options);
    TopicRecord record = record(options);
    return new EncodingFormat<>() {

      @Override
      public SerializationSchema<RowData> createRuntimeEncoder(
          DynamicTableSink.Context sink, DataType columns) {
        return new RecordsFromRows(new RecordColumns(record, (RowType) columns.getLogicalType()));
      }

      @Override
      public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
      }
    };
  }

  private static TopicRecord record(ReadableConfig options) {
    String name = options.get(RECORD);
    TopicRecord record = TopicRecord.named(name);
    if (record == null) {
      throw new ValidationException(
          "'%s.%s' must be one of %s but was '%s'"
              .formatted(
                  IDENTIFIER,
                  RECORD.key(),
                  Arrays.stream(TopicRecord.values())
                      .map(TopicRecord::recordName)
                      .collect(Collectors.joining(", ")),
                  name));
    }
    return record;
  }

  private static WriterSchemas writers(TopicRecord record, ReadableConfig options) {
    try {
      return WriterSchemas.load(
          options.get(WRITER_SCHEMAS),
          record.schema(),
          "'%s.%s'".formatted(IDENTIFIER, WRITER_SCHEMAS.key()));
    } catch (InvalidConfigException invalid) {
      throw new ValidationException(String.valueOf(invalid.getMessage()));
    }
  }
}
