package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.model.session.ModelProbe;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.swap.SwapMeetings;
import dev.tagstream.pipeline.swap.SwapMode;
import dev.tagstream.pipeline.trial.TrialReports;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * The models that an instance has leased: those of the newest epoch and, for images that a
 * rebalance delivers late, those of an earlier epoch. A model is leased with the first image that
 * it tags in its epoch, and released when no image of the epoch has come for a while. In a job that
 * switches, {@code StampEpochs} holds the sessions of the current epoch open meanwhile; where it
 * swaps in place, there is never more than one model, and it stays leased.
 */
final class RunningModels implements AutoCloseable {

  private static final int IDLE_CHECKPOINTS = 2;

  /** The time in which the JobManager ends a task whose swap failed. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ModelSource source;
  private final TagSelection.Rule selections;
  private final CrashGuard crashes;
  private final RuntimeContext context;
  private final String job;
  private final int slot;

  /** The labels of sessions whose gauges are registered; Flink cannot remove one. */
  private final Set<String> reported = new HashSet<>();

  private volatile @Nullable LineUp newest;
  private @Nullable LineUp other;

  /** The models of an epoch. */
  static final class LineUp {

    private final long number;
    private final RunningModel main;
    private final @Nullable ModelOnTrial canary;
    private final @Nullable ModelOnTrial shadow;

    /** Checkpoints since the last image. */
    private int idle;

    private LineUp(
        long number,
        RunningModel main,
        @Nullable ModelOnTrial canary,
        @Nullable ModelOnTrial shadow) {
      this.number = number;
      this.main = main;
      this.canary = canary;
      this.shadow = shadow;
    }

    RunningModel main() {
      return main;
    }

    @Nullable ModelOnTrial canary() {
      return canary;
    }

    @Nullable ModelOnTrial shadow() {
      return shadow;
    }

    private void close() {
      main.close();
      if (canary != null) {
        canary.close();
      }
      if (shadow != null) {
        shadow.close();
      }
    }
  }

  RunningModels(
      ModelSource source,
      TagSelection.Rule selections,
      CrashGuard crashes,
      RuntimeContext context) {
    this.source = source;
    this.selections = selections;
    this.crashes = crashes;
    this.context = context;
    this.job = context.getJobInfo().getJobId().toHexString();
    this.slot = context.getTaskInfo().getIndexOfThisSubtask();
    MetricGroup metrics = context.getMetricGroup();
    TaggingMetric.PROVIDER_FALLBACK.gauge(
        metrics, () -> facts().map(SessionFacts::fallback).isPresent() ? 1 : 0);
    TaggingMetric.SESSION_BYTES.gauge(
        metrics, () -> facts().map(SessionFacts::residentBytes).orElse(0L));
  }

  private Optional<SessionFacts> facts() {
    return Optional.ofNullable(newest).map(lineUp -> lineUp.main.model().facts());
  }

  /** The agreement of the newest epoch's shadow with its main model; NaN if it is not known. */
  double shadowAgreement() {
    return Optional.ofNullable(newest)
        .map(LineUp::shadow)
        .map(shadow -> shadow.trial().agreement())
        .orElse(Double.NaN);
  }

  /**
   * The models of an epoch; the main one is leased if it is not.
   *
   * @param epoch null for the model that the job was started with
   */
  LineUp of(@Nullable ModelEpoch epoch) {
    long number = epoch == null || !source.switches() ? 0 : epoch.number();
    LineUp current = newest;
    if (current != null && current.number == number) {
      current.idle = 0;
      return current;
    }
    if (epoch != null && swapsInPlace() && (current != null || announced() != null)) {
      return swap(epoch);
    }
    LineUp late = other;
    if (late != null && late.number == number) {
      late.idle = 0;
      return late;
    }
    releaseOther();
    LineUp opened =
        new LineUp(
            number,
            open(epoch, ModelRole.MAIN),
            onTrial(epoch, ModelRole.CANARY),
            onTrial(epoch, ModelRole.SHADOW));
    if (current == null || number > current.number) {
      other = current;
      newest = opened;
      report(opened.main.model());
    } else {
      other = opened;
    }
    return opened;
  }

  /**
   * Where the job swaps in place, a barrier begins an epoch, and all images before it are tagged:
   * closes the model before, and opens and checks the next one. Does nothing otherwise.
   *
   * @throws RuntimeException if the next model cannot be used. By then the JobManager knows, and
   *     this task was to be cancelled
   */
  void swapAtBarrier() {
    ModelEpoch next = swapsInPlace() ? announced() : null;
    if (next != null) {
      var unused = swap(next);
    }
  }

  private boolean swapsInPlace() {
    return source.switches() && source.swap() == SwapMode.IN_PLACE;
  }

  private @Nullable ModelEpoch announced() {
    return SwapMeetings.ofProcess().announced(job, slot);
  }

  private LineUp swap(ModelEpoch next) {
    LineUp before = newest;
    if (before != null && before.main.model().contract().sha256().equals(next.main().sha256())) {
      LineUp same = new LineUp(next.number(), before.main, null, null);
      newest = same;
      SwapMeetings.ofProcess().move(job, slot, next.number());
      return same;
    }
    close();
    SwapMeetings.ofProcess().move(job, slot, next.number());
    try {
      SwapMeetings.ofProcess().awaitOthers(job, next.number());
      return opened(next);
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new FlinkRuntimeException("interrupted while it swaps models", cancelled);
    }
  }

  private LineUp opened(ModelEpoch next) throws InterruptedException {
    try {
      RunningModel main = open(next, ModelRole.MAIN);
      LineUp opened = new LineUp(next.number(), main, null, null);
      newest = opened;
      ModelContract contract = main.model().contract();
      ModelProbe.require(next.main().file(), main.model(), selections.of(contract).parts());
      report(main.model());
      return opened;
    } catch (RuntimeException | LinkageError | OutOfMemoryError unusable) {
      close();
      String reason = String.valueOf(unusable.getMessage()).lines().findFirst().orElse("");
      TrialReports.ofProcess().stop(job, next, ModelRole.MAIN, reason);
      // the JobManager takes the epoch back, and then ends this task
      Thread.sleep(PATIENCE.toMillis());
      throw unusable;
    }
  }

  private @Nullable ModelOnTrial onTrial(@Nullable ModelEpoch epoch, ModelRole role) {
    return epoch == null || epoch.model(role) == null
        ? null
        : new ModelOnTrial(epoch, role, () -> open(epoch, role));
  }

  private RunningModel open(@Nullable ModelEpoch epoch, ModelRole role) {
    TagModel model =
        (epoch == null || !source.switches() ? source : source.of(epoch, role)).load(context);
    try {
      ModelContract contract = model.contract();
      TagSelection selection = selections.of(contract);
      BatchTagger tagger =
          new BatchTagger(
              model,
              new TopTags(contract, selection.count(), selection.thresholds()),
              selection.parts());
      return new RunningModel(model, new GuardedTagger(tagger, contract, crashes));
    } catch (RuntimeException | Error unusable) {
      model.close();
      throw unusable;
    }
  }

  private void report(TagModel model) {
    String device = model.facts().device();
    String name = model.contract().name();
    String sha256 = model.contract().sha256();
    if (reported.add(device + " " + sha256)) {
      TaggingMetric.SESSION.gauge(
          context.getMetricGroup(),
          () -> tagsWith(sha256) ? 1 : 0,
          model.provider(),
          device,
          name,
          sha256);
    }
  }

  private boolean tagsWith(String sha256) {
    LineUp current = newest;
    return current != null && current.main.model().contract().sha256().equals(sha256);
  }

  /** Releases models that had no image for some checkpoints. */
  void checkpointed() {
    LineUp late = other;
    if (late != null && late.idle++ >= IDLE_CHECKPOINTS) {
      releaseOther();
    }
    LineUp current = newest;
    if (source.switches()
        && !swapsInPlace()
        && current != null
        && current.idle++ >= IDLE_CHECKPOINTS) {
      newest = null;
      current.close();
    }
  }

  private void releaseOther() {
    if (other != null) {
      other.close();
      other = null;
    }
  }

  @Override
  public void close() {
    releaseOther();
    LineUp current = newest;
    if (current != null) {
      newest = null;
      current.close();
    }
  }
}
