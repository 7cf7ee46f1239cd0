package dev.tagstream.sql.model;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.operator.ImageTaggerFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.types.logical.LogicalTypeFamily;

/** Flink's entry to the models: checks a {@code CREATE MODEL} when a statement uses it. */
public final class OnnxModelFactory implements ModelProviderFactory {

  /** The value of {@code 'provider'}. */
  public static final String IDENTIFIER = "onnx";

  @Override
  public String factoryIdentifier() {
    return IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(OnnxModelOptions.FILE);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return OnnxModelOptions.optional();
  }

  /**
   * Checks columns, options and the model file.
   *
   * @throws ValidationException if one of them cannot be used; the message is one line
   */
  @Override
  public ModelProvider createModelProvider(Context context) {
    FactoryUtil.ModelProviderFactoryHelper helper =
        FactoryUtil.createModelProviderFactoryHelper(this, context);
    helper.validate();
    ResolvedCatalogModel model = context.getCatalogModel();
    requireOneImage(model.getResolvedInputSchema().getColumns());
    OutputRow row = OutputRow.of(model.getResolvedOutputSchema().getColumns());
    ReadableConfig options = helper.getOptions();
    String name = context.getObjectIdentifier().getObjectName();
    TaggingConfig config = read(OnnxModelOptions.ofJob(name, model.getOptions(), row));
    return new OnnxModelProvider(
        name,
        tagger(config),
        new RowAnswer(row, options.get(OnnxModelOptions.ON_BAD_IMAGE)),
        new BatchPatience(
            config.batch().maxDelay(), options.get(OnnxModelOptions.ASYNC_MAX_BYTES).getBytes()),
        context.getConfiguration());
  }

  private static void requireOneImage(List<Column> inputs) {
    if (inputs.size() != 1
        || !inputs.get(0).getDataType().getLogicalType().is(LogicalTypeFamily.BINARY_STRING)) {
      throw new ValidationException(
          "INPUT must be one column with the encoded image, such as (image BYTES), but was "
              + OutputRow.list(inputs));
    }
  }

  private static TaggingConfig read(Map<String, String> settings) {
    try {
      return TaggingConfig.withoutTopics(settings);
    } catch (InvalidConfigException invalid) {
      throw inWordsOfSql(invalid);
    }
  }

  private static ImageTaggerFactory tagger(TaggingConfig config) {
    try {
      return TaggingJob.imageTagger(config);
    } catch (InvalidConfigException invalid) {
      throw inWordsOfSql(invalid);
    }
  }

  private static ValidationException inWordsOfSql(InvalidConfigException invalid) {
    return new ValidationException(
        OnnxModelOptions.inWordsOfSql(requireNonNull(invalid.getMessage())));
  }
}
