package dev.tagstream.sql.model;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.operator.ImageTaggerFactory;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/** Tags the images of rows in batches, in a thread of its own. */
public final class PredictTagsInBatches extends AsyncPredictFunction {

  private static final long serialVersionUID = 1L;

  private final ImageTaggerFactory taggers;
  private final RowAnswer answer;
  private final BatchPatience patience;

  private transient @Nullable BatchThread batches;

  PredictTagsInBatches(ImageTaggerFactory taggers, RowAnswer answer, BatchPatience patience) {
    this.taggers = taggers;
    this.answer = answer;
    this.patience = patience;
  }

  @Override
  public void open(FunctionContext context) {
    batches =
        BatchThread.start(
            taggers.create(
                context.getExternalResourceInfos(ImageTaggerFactory.GPU_RESOURCE),
                context.getMetricGroup()),
            answer,
            patience);
  }

  /** Like Flink's, but a failure does not repeat the bytes of the image. */
  @Override
  public void eval(CompletableFuture<Collection<RowData>> answered, Object... arguments) {
    var unused =
        asyncPredict(GenericRowData.of(arguments))
            .whenComplete(
                (rows, failure) -> {
                  if (failure == null) {
                    answered.complete(rows);
                  } else {
                    answered.completeExceptionally(failure);
                  }
                });
  }

  /** Waits while the images in flight have too many bytes. */
  @Override
  public CompletableFuture<Collection<RowData>> asyncPredict(RowData input) {
    return input.isNullAt(0)
        ? CompletableFuture.supplyAsync(() -> answer.to(SqlImage.ofNull()), Runnable::run)
        : requireNonNull(batches).submit(SqlImage.of(input.getBinary(0)));
  }

  @Override
  public void close() {
    if (batches != null) {
      batches.close();
    }
  }
}
