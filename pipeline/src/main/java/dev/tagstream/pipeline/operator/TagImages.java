package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.Step;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.model.session.ResidentMemory;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Runs each batch through the model. Every parallel instance leases the session on its device from
 * open to close. If the model fails on an image, only this image is rejected.
 */
public final class TagImages extends RichMapFunction<ImageBatch, TaggedBatch> {

  private static final long serialVersionUID = 1L;

  private final ModelSource source;
  private final TagSelection selection;
  private final JournalFolder journals;

  private transient @Nullable TagModel model;
  private transient GuardedTagger tagger;
  private transient @Nullable CrashGuard crashes;
  private transient Distribution batchImages;
  private transient Distribution queueMicros;
  private transient Distribution inferenceMicros;
  private transient Counter queueNanos;
  private transient Counter inferenceNanos;

  /**
   * Tags with a model.
   *
   * @param source provides the model
   * @param selection the content of a result
   * @param journals the folder that records the images in progress
   */
  public TagImages(ModelSource source, TagSelection selection, JournalFolder journals) {
    this.source = source;
    this.selection = selection;
    this.journals = journals;
  }

  @Override
  public void open(OpenContext context) {
    model = source.load(getRuntimeContext());
    register(getRuntimeContext().getMetricGroup(), model);
    crashes = CrashGuard.open(journals.path(), source.maxImages());
    tagger =
        new GuardedTagger(
            new BatchTagger(
                model,
                new TopTags(model.contract(), selection.count(), selection.thresholds()),
                selection.parts()),
            model.contract(),
            crashes);
  }

  private void register(MetricGroup metrics, TagModel ready) {
    batchImages = TaggingMetric.BATCH_IMAGES.distribution(metrics);
    queueMicros = TaggingMetric.QUEUE_MICROS.distribution(metrics);
    inferenceMicros = TaggingMetric.INFERENCE_MICROS.distribution(metrics);
    queueNanos = Step.QUEUE.busyNanos(metrics);
    inferenceNanos = Step.INFERENCE.busyNanos(metrics);
    SessionFacts facts = ready.facts();
    ModelContract contract = ready.contract();
    TaggingMetric.SESSION.gauge(
        metrics, () -> 1, ready.provider(), facts.device(), contract.name(), contract.sha256());
    TaggingMetric.PROVIDER_FALLBACK.gauge(metrics, () -> facts.fallback() == null ? 0 : 1);
    TaggingMetric.SESSION_BYTES.gauge(metrics, facts::residentBytes);
    TaggingMetric.PROCESS_RESIDENT_BYTES.gauge(metrics, ResidentMemory::bytes);
  }

  @Override
  public TaggedBatch map(ImageBatch batch) {
    long begin = System.nanoTime();
    long waitedBefore = requireNonNull(model).waitedNanos();
    List<TagOutcome> outcomes = tagger.tag(batch);
    long end = System.nanoTime();
    long waited = model.waitedNanos() - waitedBefore;
    queueNanos.inc(waited);
    inferenceNanos.inc(end - begin - waited);
    ModelRun run = model.ended(end - begin);
    batchImages.update(batch.images().size());
    inferenceMicros.update(run.inferenceMicros());
    return tagged(batch.images(), outcomes, run, begin);
  }

  private TaggedBatch tagged(
      List<QueuedImage> images, List<TagOutcome> outcomes, ModelRun run, long beginNanos) {
    List<TaggedImage> tagged = new ArrayList<>(images.size());
    List<RejectedImage> rejected = new ArrayList<>(0);
    for (int i = 0; i < images.size(); i++) {
      QueuedImage image = images.get(i);
      TagOutcome outcome = outcomes.get(i);
      long waited = micros(image.queuedAtNanos(), beginNanos);
      queueMicros.update(waited);
      if (outcome instanceof TagOutcome.Tagged seen) {
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

  /** Not negative, although the clocks of two machines may differ. */
  private static long micros(long beginNanos, long endNanos) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMicros(endNanos - beginNanos));
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeAll(model, crashes);
  }
}
