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
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * The models that an instance has leased: that of the newest epoch and, for images that a rebalance
 * delivers late, that of the epoch before. A model is leased with the first image of its epoch;
 * where the job has prepared it, its session is open already.
 */
final class RunningModels implements AutoCloseable {

  /** A leased model. */
  record Running(@Nullable ModelEpoch epoch, TagModel model, GuardedTagger tagger) {}

  private final ModelSource source;
  private final SelectionRule selections;
  private final CrashGuard crashes;
  private final RuntimeContext context;

  /** The labels of sessions whose gauges are registered; Flink cannot remove one. */
  private final Set<String> reported = new HashSet<>();

  private volatile @Nullable Running newest;
  private @Nullable Running other;

  /** Whether an image of {@code other} came since the last checkpoint. */
  private boolean otherUsed;

  RunningModels(
      ModelSource source, SelectionRule selections, CrashGuard crashes, RuntimeContext context) {
    this.source = source;
    this.selections = selections;
    this.crashes = crashes;
    this.context = context;
    MetricGroup metrics = context.getMetricGroup();
    TaggingMetric.PROVIDER_FALLBACK.gauge(
        metrics, () -> facts() == null || facts().fallback() == null ? 0 : 1);
    TaggingMetric.SESSION_BYTES.gauge(metrics, () -> facts() == null ? 0 : facts().residentBytes());
  }

  private @Nullable SessionFacts facts() {
    Running running = newest;
    return running == null ? null : running.model().facts();
  }

  /**
   * The model of an epoch, which is leased if it is not.
   *
   * @param epoch null for the only model of a job that never switches
   */
  Running of(@Nullable ModelEpoch epoch) {
    Running running = newest;
    if (running != null && Objects.equals(running.epoch(), epoch)) {
      return running;
    }
    Running late = other;
    if (late != null && Objects.equals(late.epoch(), epoch)) {
      otherUsed = true;
      return late;
    }
    releaseOther();
    Running opened = open(epoch);
    if (running == null || isNewer(opened, running)) {
      other = running;
      newest = opened;
      report(opened);
    } else {
      other = opened;
    }
    otherUsed = true;
    return opened;
  }

  private static boolean isNewer(Running opened, Running than) {
    return number(opened) > number(than);
  }

  private static long number(Running running) {
    ModelEpoch epoch = running.epoch();
    return epoch == null ? 0 : epoch.number();
  }

  private Running open(@Nullable ModelEpoch epoch) {
    TagModel model = (epoch == null ? source : source.of(epoch)).load(context);
    try {
      ModelContract contract = model.contract();
      TagSelection selection = selections.of(contract);
      BatchTagger tagger =
          new BatchTagger(
              model,
              new TopTags(contract, selection.count(), selection.thresholds()),
              selection.parts());
      return new Running(epoch, model, new GuardedTagger(tagger, contract, crashes));
    } catch (RuntimeException | Error unusable) {
      model.close();
      throw unusable;
    }
  }

  private void report(Running running) {
    String provider = running.model().provider();
    String device = running.model().facts().device();
    ModelContract contract = running.model().contract();
    if (reported.add(provider + device + contract.name() + contract.sha256())) {
      TaggingMetric.SESSION.gauge(
          context.getMetricGroup(),
          () -> runs(contract.sha256()) ? 1 : 0,
          provider,
          device,
          contract.name(),
          contract.sha256());
    }
  }

  private boolean runs(String sha256) {
    Running running = newest;
    return running != null && running.model().contract().sha256().equals(sha256);
  }

  /** Releases the other model if no image of its epoch came since the checkpoint before. */
  void checkpointed() {
    if (!otherUsed) {
      releaseOther();
    }
    otherUsed = false;
  }

  private void releaseOther() {
    if (other != null) {
      other.model().close();
      other = null;
    }
  }

  @Override
  public void close() {
    releaseOther();
    Running running = newest;
    if (running != null) {
      newest = null;
      running.model().close();
    }
  }
}
