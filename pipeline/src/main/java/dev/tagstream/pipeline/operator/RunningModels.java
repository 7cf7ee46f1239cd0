package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.record.ModelEpoch;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * The models that an instance has leased: that of the newest epoch and, for images that a rebalance
 * delivers late, one of an earlier epoch. A model is leased with the first image of its epoch, and
 * released when none has come for a while. In a job that switches, {@code StampEpochs} holds the
 * current model's session open meanwhile.
 */
final class RunningModels implements AutoCloseable {

  private static final int IDLE_CHECKPOINTS = 2;

  private final ModelSource source;
  private final TagSelection.Rule selections;
  private final CrashGuard crashes;
  private final RuntimeContext context;

  /** The labels of sessions whose gauges are registered; Flink cannot remove one. */
  private final Set<String> reported = new HashSet<>();

  private volatile @Nullable Running newest;
  private @Nullable Running other;

  /** A leased model. */
  static final class Running {

    private final long epoch;
    private final TagModel model;
    private final GuardedTagger tagger;

    /** Checkpoints since the last image. */
    private int idle;

    Running(long epoch, TagModel model, GuardedTagger tagger) {
      this.epoch = epoch;
      this.model = model;
      this.tagger = tagger;
    }

    TagModel model() {
      return model;
    }

    GuardedTagger tagger() {
      return tagger;
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
    MetricGroup metrics = context.getMetricGroup();
    TaggingMetric.PROVIDER_FALLBACK.gauge(
        metrics, () -> facts().map(SessionFacts::fallback).isPresent() ? 1 : 0);
    TaggingMetric.SESSION_BYTES.gauge(
        metrics, () -> facts().map(SessionFacts::residentBytes).orElse(0L));
  }

  private Optional<SessionFacts> facts() {
    return Optional.ofNullable(newest).map(running -> running.model.facts());
  }

  /**
   * The model of an epoch, which is leased if it is not.
   *
   * @param epoch null for the model that the job was started with
   */
  Running of(@Nullable ModelEpoch epoch) {
    long number = epoch == null || !source.switches() ? 0 : epoch.number();
    Running running = newest;
    if (running != null && running.epoch == number) {
      running.idle = 0;
      return running;
    }
    Running late = other;
    if (late != null && late.epoch == number) {
      late.idle = 0;
      return late;
    }
    releaseOther();
    Running opened = open(number, epoch);
    if (running == null || number > running.epoch) {
      other = running;
      newest = opened;
      report(opened.model);
    } else {
      other = opened;
    }
    return opened;
  }

  private Running open(long number, @Nullable ModelEpoch epoch) {
    TagModel model = (epoch == null || number == 0 ? source : source.of(epoch)).load(context);
    try {
      ModelContract contract = model.contract();
      TagSelection selection = selections.of(contract);
      BatchTagger tagger =
          new BatchTagger(
              model,
              new TopTags(contract, selection.count(), selection.thresholds()),
              selection.parts());
      return new Running(number, model, new GuardedTagger(tagger, contract, crashes));
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
    Running running = newest;
    return running != null && running.model.contract().sha256().equals(sha256);
  }

  /** Releases models that had no image for some checkpoints. */
  void checkpointed() {
    Running late = other;
    if (late != null && late.idle++ >= IDLE_CHECKPOINTS) {
      releaseOther();
    }
    Running running = newest;
    if (source.switches() && running != null && running.idle++ >= IDLE_CHECKPOINTS) {
      newest = null;
      running.model.close();
    }
  }

  private void releaseOther() {
    if (other != null) {
      other.model.close();
      other = null;
    }
  }

  @Override
  public void close() {
    releaseOther();
    Running running = newest;
    if (running != null) {
      newest = null;
      running.model.close();
    }
  }
}
