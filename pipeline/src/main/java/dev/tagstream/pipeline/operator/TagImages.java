package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.Step;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TagOutcome;
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
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Runs each batch through the model of its epoch. Every parallel instance leases the session on its
 * device; in a job that never switches models, from open to close. If the model fails on an image,
 * only this image is rejected.
 */
public final class TagImages extends RichMapFunction<ImageBatch, TaggedBatch>
    implements CheckpointListener {

  private static final long serialVersionUID = 1L;

  private final ModelSource source;
  private final TagSelection.Rule selections;
  private final JournalFolder journals;

  private transient RunningModels models;
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
   * @param selections the content of a result
   * @param journals the folder that records the images in progress
   */
  public TagImages(ModelSource source, TagSelection.Rule selections, JournalFolder journals) {
    this.source = source;
    this.selections = selections;
    this.journals = journals;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    batchImages = TaggingMetric.BATCH_IMAGES.distribution(metrics);
    queueMicros = TaggingMetric.QUEUE_MICROS.distribution(metrics);
    inferenceMicros = TaggingMetric.INFERENCE_MICROS.distribution(metrics);
    queueNanos = Step.QUEUE.busyNanos(metrics);
    inferenceNanos = Step.INFERENCE.busyNanos(metrics);
    TaggingMetric.PROCESS_RESIDENT_BYTES.gauge(metrics, ResidentMemory::bytes);
    crashes = CrashGuard.open(journals.path(), source.maxImages());
    models = new RunningModels(source, selections, crashes, getRuntimeContext());
    if (!source.switches()) {
      models.of(null);
    }
  }

  @Override
  public TaggedBatch map(ImageBatch batch) {
    RunningModels.Running running = models.of(batch.epoch());
    TagModel model = running.model();
    long begin = System.nanoTime();
    long waitedBefore = model.waitedNanos();
    List<TagOutcome> outcomes = running.tagger().tag(batch);
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

  /** Releases a model of whose epoch no more images come. */
  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    models.checkpointed();
  }

  @Override
  public void close() throws Exception {
    IOUtils.closeAll(models, crashes);
  }
}
