package dev.tagstream.sql.objects;

import static org.apache.flink.configuration.ConfigOptions.key;

import dev.tagstream.pipeline.config.LimitsConfig;
import dev.tagstream.pipeline.objects.ObjectStores;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.s3.S3Settings;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Flink's entry to the connector: checks the columns and options of a table when it is planned. */
public final class ObjectsTableFactory implements DynamicTableSourceFactory {

  /** The value of {@code 'connector'}. */
  public static final String IDENTIFIER = "tagstream-objects";

  private static final ConfigOption<List<String>> URIS =
      key("uris")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription("URIs of objects, or what URIs begin with, separated by ;");

  private static final ConfigOption<String> S3_ENDPOINT =
      key("s3-endpoint")
          .stringType()
          .noDefaultValue()
          .withDescription("The URL of a store with S3's interface. Unset: Amazon S3.");

  private static final ConfigOption<String> S3_REGION =
      key("s3-region")
          .stringType()
          .noDefaultValue()
          .withDescription("The region. Unset: that of the environment.");

  private static final ConfigOption<String> IMAGE_COLUMN =
      key("image-column")
          .stringType()
          .noDefaultValue()
          .withDescription("The column of Parquet files with the image. Unset: found by type.");

  private static final ConfigOption<String> ID_COLUMN =
      key("id-column")
          .stringType()
          .noDefaultValue()
          .withDescription("The column of Parquet files with the id. Unset: found by name.");

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(URIS);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(S3_ENDPOINT, S3_REGION, IMAGE_COLUMN, ID_COLUMN);
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    return new ObjectsTable(
        options.get(URIS),
        new ObjectStores(new S3Settings(options.get(S3_ENDPOINT), options.get(S3_REGION))),
        new ReadSettings(
            LimitsConfig.USUAL_MAX_ENCODED_BYTES,
            options.get(IMAGE_COLUMN),
            options.get(ID_COLUMN)),
        context.getPhysicalRowDataType());
  }
}
