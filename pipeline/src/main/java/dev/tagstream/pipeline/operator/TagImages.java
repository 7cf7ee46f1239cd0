package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.batch.QueuedImage;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.image.EncodedImage;
import dev.tagstream.pipeline.image.RejectReason;
import dev.tagstream.pipeline.image.RejectedImage;
import dev.tagstream.pipeline.image.Stage;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.model.TopTags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Runs each batch through the model. Every parallel instance holds a lease of the session of its
 * device from open to close. An image on which the model fails is rejected alone.
 */
public final class TagImages extends RichMapFunction<ImageBatch, TaggedBatch> {

  private static final long serialVersionUID = 1L;

  private final ModelSource source;
  private final TagSelection selection;
  private final JournalFolder journals;

  private transient @Nullable TagModel model;

  @SuppressWarnings("NullAway.Init") // by open
  private transient GuardedTagger tagger;

  private transient @Nullable CrashGuard crashes;

  @SuppressWarnings("NullAway.Init") // by open
  private transient Histogram batchImages;

  @SuppressWarnings("NullAway.Init") // by open
  private transient Histogram queueMicros;

  @SuppressWarnings("NullAway.Init") // by open
  private transient Histogram inferenceMicros;

  /**
   * Tags with a model.
   *
   * @param source gives the model
   * @param selection which tags a result has
   * @param journals where the job notes what is in hand
   */
  public TagImages(ModelSource source, TagSelection selection, JournalFolder journals) {
    this.source = source;
    this.selection = selection;
    this.journals = journals;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    batchImages = TaggingMetrics.histogram(metrics, TaggingMetrics.BATCH_IMAGES);
    queueMicros = TaggingMetrics.histogram(metrics, TaggingMetrics.QUEUE_MICROS);
    inferenceMicros = TaggingMetrics.histogram(metrics, TaggingMetrics.INFERENCE_MICROS);
    model = source.load(getRuntimeContext());
    crashes = CrashGuard.open(journals.path(), source.maxImages());
    tagger =
        new GuardedTagger(
            new BatchTagger(
                model,
                new TopTags(model.contract(), selection.count(), selection.minScore()),
                selection.parts()),
            model.contract(),
            crashes);
  }

  @Override
  public TaggedBatch map(ImageBatch batch) {
    long begin = System.nanoTime();
    List<TagOutcome> outcomes = tagger.tag(batch);
    ModelRun run = run(micros(begin, System.nanoTime()));
    batchImages.update(batch.images().size());
    queueMicros.update(micros(batch.images().get(0).queuedAtNanos(), begin));
    inferenceMicros.update(run.inferenceMicros());
    return tagged(batch.images(), outcomes, run, begin);
  }

  private static TaggedBatch tagged(
      List<QueuedImage> images, List<TagOutcome> outcomes, ModelRun run, long beginNanos) {
    List<TaggedImage> tagged = new ArrayList<>(images.size());
    List<RejectedImage> rejected = new ArrayList<>(0);
    for (int i = 0; i < images.size(); i++) {
      QueuedImage image = images.get(i);
      TagOutcome outcome = outcomes.get(i);
      if (outcome instanceof TagOutcome.Tagged seen) {
        long waited = micros(image.queuedAtNanos(), beginNanos);
        tagged.add(new TaggedImage(image, seen.tags(), seen.embedding(), waited, run));
      } else if (outcome instanceof TagOutcome.Failed failed) {
        rejected.add(rejected(image.encoded(), failed.failure()));
      }
    }
    return new TaggedBatch(tagged, rejected);
  }

  private static RejectedImage rejected(EncodedImage image, ModelFailedException failure) {
    return new RejectedImage(
        image.source(), image.id(), RejectReason.MODEL_FAILED, Stage.TAG, failure.detail());
  }

  private ModelRun run(long micros) {
    TagModel ran = requireNonNull(model);
    return new ModelRun(
        ran.contract().name(),
        ran.contract().sha256(),
        ran.provider(),
        System.currentTimeMillis(),
        micros);
  }

  /** Not negative: between two machines the clocks have nothing to do with each other. */
  private static long micros(long beginNanos, long endNanos) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMicros(endNanos - beginNanos));
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeAll(model, crashes);
  }
}
