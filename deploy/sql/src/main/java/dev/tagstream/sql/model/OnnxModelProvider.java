package dev.tagstream.sql.model;

import static org.apache.flink.table.api.config.ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS;
import static org.apache.flink.table.api.config.MLPredictRuntimeConfigOptions.ASYNC_MAX_CONCURRENT_OPERATIONS;

import dev.tagstream.pipeline.operator.ImageTaggerFactory;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.PredictFunction;
import org.apache.flink.table.ml.AsyncPredictRuntimeProvider;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.ml.PredictRuntimeProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that was checked.
 *
 * @param name of the model in its statement
 * @param tagger creates what tags an image, in batches of the option's size
 * @param answer gives an image its row
 * @param patience of batches, where it is asynchronous
 * @param session the settings of the session that plans
 */
record OnnxModelProvider(
    String name,
    ImageTaggerFactory tagger,
    RowAnswer answer,
    BatchPatience patience,
    ReadableConfig session)
    implements PredictRuntimeProvider, AsyncPredictRuntimeProvider {

  private static final Logger LOG = LoggerFactory.getLogger(OnnxModelProvider.class);

  /** Runs every image alone: Flink waits for a row before it gives the next one. */
  @Override
  public PredictFunction createPredictFunction(Context context) {
    return new PredictTags(tagger.withMaxImages(1), answer);
  }

  @Override
  public AsyncPredictFunction createAsyncPredictFunction(Context context) {
    int rows =
        context
            .runtimeConfig()
            .getOptional(ASYNC_MAX_CONCURRENT_OPERATIONS)
            .orElseGet(() -> session.get(TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS));
    int batch = tagger.limits().maxImages();
    if (rows < batch) {
      LOG.warn(
          "Model {}: batches have at most {} images instead of {}, because Flink keeps {} rows in"
              + " flight; give ML_PREDICT MAP['async','true','max-concurrent-operations','{}'], or"
              + " set {}",
          name,
          rows,
          batch,
          rows,
          2 * batch,
          TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS.key());
    }
    return new PredictTagsInBatches(tagger.withMaxImages(Math.min(rows, batch)), answer, patience);
  }

  @Override
  public ModelProvider copy() {
    return this;
  }
}
