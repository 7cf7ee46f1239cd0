package dev.tagstream.sql.model;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.operator.ImageTagger;
import dev.tagstream.pipeline.operator.ImageTaggerFactory;
import dev.tagstream.pipeline.record.ImageOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.PredictFunction;
import org.jspecify.annotations.Nullable;

/** Tags the image of each row before the next one. */
public final class PredictTags extends PredictFunction {

  private static final long serialVersionUID = 1L;

  private final ImageTaggerFactory taggers;
  private final RowAnswer answer;

  private transient @Nullable ImageTagger tagger;

  PredictTags(ImageTaggerFactory taggers, RowAnswer answer) {
    this.taggers = taggers;
    this.answer = answer;
  }

  @Override
  public void open(FunctionContext context) {
    tagger =
        taggers.create(
            context.getExternalResourceInfos(ImageTaggerFactory.GPU_RESOURCE),
            context.getMetricGroup());
  }

  /**
   * What Flink's generated code calls, rather than the same with any arguments: a failure does not
   * repeat the bytes of the image.
   */
  public void eval(byte @Nullable [] image) {
    predict(GenericRowData.of((Object) image)).forEach(this::collect);
  }

  @Override
  public Collection<RowData> predict(RowData input) {
    return answer.to(input.isNullAt(0) ? SqlImage.ofNull() : tag(input.getBinary(0)));
  }

  private ImageOutcome tag(byte[] encoded) {
    List<ImageOutcome> outcomes = new ArrayList<>(1);
    ImageTagger ready = requireNonNull(tagger);
    ready.add(SqlImage.of(encoded), outcomes::add);
    ready.flush();
    return outcomes.get(0);
  }

  @Override
  public void close() {
    if (tagger != null) {
      tagger.close();
    }
  }
}
