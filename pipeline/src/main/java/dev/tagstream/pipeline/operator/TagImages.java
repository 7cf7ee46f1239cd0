package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.metric.Distribution;
import dev.tagstream.pipeline.metric.Step;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.model.session.ResidentMemory;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Runs each batch through the models of its epoch: the canary's images through the canary, all
 * others through the main model, and then all of them through the shadow. Every parallel instance
 * leases the session on its device; in a job that never switches models, from open to close. If the
 * model fails on an image, only this image is rejected.
 */
public final class TagImages extends RichMapFunction<ImageBatch, TaggedBatch>
    implements CheckpointedFunction, CheckpointListener {

  private static final long serialVersionUID = 1L;

  private final ModelSource source;
  private final TagSelection.Rule selections;
  private final JournalFolder journals;

  private transient RunningModels models;

  /** Null in a job that never switches models. */
  private transient @Nullable Trials trials;

  private transient @Nullable CrashGuard crashes;
  private transient Distribution batchImages;
  private transient Distribution queueMicros;
  private transient Distribution inferenceMicros;
  private transient Counter queueNanos;
  private transient Counter inferenceNanos;

  /** The rows of a part of a batch; null before the first one. */
  private transient @Nullable ByteBuffer scratch;

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
    if (source.switches()) {
      trials = new Trials(getRuntimeContext(), models::shadowAgreement, this::countTime);
    } else {
      models.of(null);
    }
  }

  @Override
  public TaggedBatch map(ImageBatch batch) {
    RunningModels.LineUp lineUp = models.of(batch.epoch());
    BatchAnswers answers = new BatchAnswers(batch);
    ModelOnTrial canary = lineUp.canary();
    if (canary != null) {
      requireNonNull(trials).canary(canary, answers, this::scratch);
    }
    RunningModel.Run ofMain = runMain(lineUp.main(), answers);
    if (canary != null) {
      requireNonNull(trials).judge(canary, ofMain);
    }
    ModelOnTrial shadow = lineUp.shadow();
    List<TaggedImage> shadows =
        shadow == null
            ? List.of()
            : requireNonNull(trials).shadow(shadow, answers, lineUp.main(), ofMain);
    return answers.outcome(shadows, queueMicros::update);
  }

  /** Has the main model answer all images that have no answer yet; null if there are none. */
  private RunningModel.@Nullable Run runMain(RunningModel main, BatchAnswers answers) {
    int[] rows = answers.open();
    if (rows.length == 0) {
      return null;
    }
    RunningModel.Run run = main.run(answers.part(rows, this::scratch));
    answers.put(rows, run.outcomes(), run.run());
    countTime(run);
    batchImages.update(rows.length);
    inferenceMicros.update(run.run().inferenceMicros());
    return run;
  }

  private void countTime(RunningModel.Run run) {
    queueNanos.inc(run.waitedNanos());
    inferenceNanos.inc(run.nanos() - run.waitedNanos());
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    // nothing is in state: an image brings its epoch along
  }

  /** All images before the barrier are tagged; with a swap in place, the next model begins here. */
  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    models.swapAtBarrier();
  }

  private ByteBuffer scratch(int bytes) {
    ByteBuffer rows = scratch;
    if (rows == null || rows.capacity() < bytes) {
      rows = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      scratch = rows;
    }
    return rows;
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
