package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.trial.Trial;
import dev.tagstream.pipeline.trial.TrialLimits;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The canary or the shadow of an epoch in one slot. It is leased with its first image. If that
 * fails, or if it runs no image at all, it is broken: the slot does not run it again in this epoch,
 * and goes on without it.
 */
final class ModelOnTrial implements AutoCloseable {

  /** The time between two reports of a verdict, in case that one is lost. */
  private static final long REPORT_NANOS = Duration.ofSeconds(1).toNanos();

  private final ModelEpoch epoch;
  private final ModelRole role;
  private final Supplier<RunningModel> opening;
  private final Trial trial = new Trial(TrialLimits.USUAL);

  private @Nullable RunningModel running;
  private boolean broken;
  private @Nullable Boolean hasLabelsOfMain;
  private long reportedAtNanos;
  private boolean isReported;

  /**
   * A model that is not leased yet.
   *
   * @param role canary or shadow
   * @param opening leases it; may throw anything that says why it cannot
   */
  ModelOnTrial(ModelEpoch epoch, ModelRole role, Supplier<RunningModel> opening) {
    this.epoch = epoch;
    this.role = role;
    this.opening = opening;
  }

  ModelEpoch epoch() {
    return epoch;
  }

  ModelRole role() {
    return role;
  }

  Trial trial() {
    return trial;
  }

  /** The lease; null if the model is broken. */
  @Nullable RunningModel running() {
    if (running == null && !broken) {
      try {
        running = opening.get();
      } catch (RuntimeException unusable) {
        breaks(unusable);
      }
    }
    return broken ? null : running;
  }

  /** Whether a verdict is to be reported now. */
  boolean isReportDue(long nowNanos) {
    if (isReported && nowNanos - reportedAtNanos < REPORT_NANOS) {
      return false;
    }
    isReported = true;
    reportedAtNanos = nowNanos;
    return true;
  }

  /** Whether the tags of a model that has run can be compared with those of the main model. */
  boolean hasLabelsOf(RunningModel main) {
    if (hasLabelsOfMain == null) {
      hasLabelsOfMain =
          requireNonNull(running)
              .model()
              .contract()
              .labels()
              .equals(main.model().contract().labels());
    }
    return hasLabelsOfMain;
  }

  /** The model ran no image at all. */
  void breaks(RuntimeException failure) {
    broken = true;
    trial.broken(
        "it does not run: "
            + String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given"));
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
  }
}
