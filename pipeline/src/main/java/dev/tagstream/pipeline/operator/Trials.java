package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.model.TagOutcome.Failed;
import dev.tagstream.pipeline.model.TagOutcome.Tagged;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.pipeline.trial.SlotLoad;
import dev.tagstream.pipeline.trial.TrialReports;
import dev.tagstream.pipeline.trial.TrialSide;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.TimerGauge;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the canary and the shadow of an epoch beside its main model, and has guards watch them. */
final class Trials {

  private static final Logger LOG = LoggerFactory.getLogger(Trials.class);

  private static final String TAGGED = "tagged";
  private static final String FAILED = "failed";
  private static final String MAIN = "main";
  private static final String DROPPED = "dropped";

  private final String job;
  private final Consumer<RunningModel.Run> costs;
  private final SlotLoad load;
  private final Counter canaryTagged;
  private final Counter canaryFailed;
  private final Counter canaryLeftToMain;
  private final Counter shadowTagged;
  private final Counter shadowFailed;
  private final Counter shadowDropped;

  /**
   * Registers the metrics.
   *
   * @param agreement of the shadow with the main model, from any thread
   * @param costs gets each run
   */
  Trials(RuntimeContext context, DoubleSupplier agreement, Consumer<RunningModel.Run> costs) {
    this.costs = costs;
    this.job = context.getJobInfo().getJobId().toHexString();
    MetricGroup metrics = context.getMetricGroup();
    TimerGauge idle =
        ((InternalOperatorMetricGroup) metrics).getTaskIOMetricGroup().getIdleTimeMsPerSecond();
    this.load = new SlotLoad(idle::getAccumulatedCount, System::nanoTime);
    this.canaryTagged = TaggingMetric.CANARY_IMAGES.counter(metrics, TAGGED);
    this.canaryFailed = TaggingMetric.CANARY_IMAGES.counter(metrics, FAILED);
    this.canaryLeftToMain = TaggingMetric.CANARY_IMAGES.counter(metrics, MAIN);
    this.shadowTagged = TaggingMetric.SHADOW_IMAGES.counter(metrics, TAGGED);
    this.shadowFailed = TaggingMetric.SHADOW_IMAGES.counter(metrics, FAILED);
    this.shadowDropped = TaggingMetric.SHADOW_IMAGES.counter(metrics, DROPPED);
    TaggingMetric.SHADOW_AGREEMENT.gauge(metrics, agreement::getAsDouble);
  }

  /**
   * Has the canary answer its images. What it does not run, because it is broken, has no answer
   * yet.
   *
   * @param scratch for rows
   */
  void canary(ModelOnTrial canary, BatchAnswers answers, IntFunction<ByteBuffer> scratch) {
    int[] rows = answers.rowsOf(ModelRole.CANARY);
    if (rows.length == 0) {
      return;
    }
    ImageBatch part = answers.part(rows, scratch);
    RunningModel.Run run = run(canary, model -> model.run(part));
    if (run == null) {
      canaryLeftToMain.inc(rows.length);
      return;
    }
    answers.put(rows, run.outcomes(), run.run().as(ModelRole.CANARY));
    count(run, canary.trial().other());
    for (TagOutcome outcome : run.outcomes()) {
      (outcome instanceof Tagged ? canaryTagged : canaryFailed).inc();
    }
  }

  /** Compares a canary with the main model, which has run its part of the same batch. */
  void judge(ModelOnTrial canary, RunningModel.@Nullable Run ofMain) {
    if (ofMain != null) {
      count(ofMain, canary.trial().main());
    }
    report(canary);
  }

  /**
   * Runs a whole batch through the shadow, unless the slot is under load.
   *
   * @param main the model that it is compared with
   * @param ofMain the run of that model; null if no image of the batch was its
   * @return what the shadow says, in the order of the batch; empty if it does not run
   */
  List<TaggedImage> shadow(
      ModelOnTrial shadow,
      BatchAnswers answers,
      RunningModel main,
      RunningModel.@Nullable Run ofMain) {
    List<QueuedImage> images = answers.batch().images();
    if (load.isHigh() || shadow.trial().judge() != null) {
      shadowDropped.inc(images.size());
      report(shadow);
      return List.of();
    }
    RunningModel.Run run = run(shadow, model -> model.runUnrecorded(answers.batch()));
    if (run == null) {
      shadowFailed.inc(images.size());
      report(shadow);
      return List.of();
    }
    count(run, shadow.trial().other());
    if (ofMain != null) {
      count(ofMain, shadow.trial().main());
    }
    boolean comparable = shadow.hasLabelsOf(main);
    ModelRun role = run.run().as(ModelRole.SHADOW);
    List<TaggedImage> shadows = new ArrayList<>(images.size());
    for (int row = 0; row < images.size(); row++) {
      if (!(run.outcomes().get(row) instanceof Tagged seen)) {
        shadowFailed.inc();
        continue;
      }
      shadowTagged.inc();
      shadows.add(answers.tagged(images.get(row), seen, role));
      if (comparable && answers.ofMain(row) instanceof Tagged byMain) {
        shadow.trial().compare(byMain.tags(), seen.tags());
      }
    }
    report(shadow);
    return shadows;
  }

  /** Null if the model is broken. */
  private RunningModel.@Nullable Run run(
      ModelOnTrial onTrial, Function<RunningModel, RunningModel.Run> running) {
    RunningModel model = onTrial.running();
    if (model == null) {
      return null;
    }
    try {
      RunningModel.Run run = running.apply(model);
      costs.accept(run);
      return run;
    } catch (RuntimeException broken) {
      LOG.warn("The {} does not run: {}", onTrial.role().word(), broken.getMessage(), broken);
      onTrial.breaks(broken);
      return null;
    }
  }

  private static void count(RunningModel.Run run, TrialSide side) {
    side.ran(run.outcomes().size(), run.nanos());
    run.outcomes().forEach(outcome -> count(outcome, side));
  }

  private static void count(TagOutcome outcome, TrialSide side) {
    if (outcome instanceof Tagged seen) {
      side.tagged(seen.tags());
    } else if (((Failed) outcome).failure().isRuntimeFailure()) {
      side.failed();
    } else {
      side.unusable();
    }
  }

  private void report(ModelOnTrial onTrial) {
    String reason = onTrial.trial().judge();
    if (reason != null && onTrial.isReportDue(System.nanoTime())) {
      TrialReports.ofProcess().stop(job, onTrial.epoch(), onTrial.role(), reason);
    }
  }
}
