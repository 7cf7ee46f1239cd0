package dev.tagstream.pipeline.batch;

import java.time.Duration;
import java.util.List;

/**
 * The largest batch that keeps a target: the wait until it is full and the run of the model
 * together take no longer. So batches are small when images are few and large when they are many.
 * When there are more than can be tagged in time, batches are as large as can be: what waits before
 * the job has missed the target anyway, and large batches catch up soonest.
 *
 * <p>Both times are measured: how far apart images came lately, and how long runs took.
 */
public final class LatencyPace implements BatchPace {

  /** So many intervals between images are averaged: few, so that a jump is soon noticed. */
  static final int INTERVALS = 16;

  /** A slot that has had nothing to wait for in so many targets has more to do than it can. */
  static final int BUSY_TARGETS = 4;

  private final List<Integer> steps;
  private final long targetNanos;
  private final RunTimes runTimes;

  /** Between the last images, without the runs in between; a ring. */
  private final long[] intervals = new long[INTERVALS];

  private long intervalsNanos;
  private long intervalsSeen;

  private boolean begun;
  private long nowNanos;
  private long ranSinceNanos;
  private long idleMillis;
  private long idleAtNanos;

  /**
   * A pace that keeps a target.
   *
   * @param ladder the batch sizes, at least one
   * @param target how long an image may take from its arrival to its result, more than nothing
   */
  public LatencyPace(BatchLadder ladder, Duration target) {
    if (ladder.steps().isEmpty() || target.isNegative() || target.isZero()) {
      throw new IllegalArgumentException(
          "a latency target must be above 0 and have batch sizes but was %s on %s"
              .formatted(target, ladder));
    }
    this.steps = ladder.steps();
    this.targetNanos = target.toNanos();
    this.runTimes = new RunTimes(ladder);
  }

  @Override
  public void arrived(long now, long idle) {
    if (begun) {
      addInterval(Math.max(0, now - nowNanos - ranSinceNanos));
    }
    if (!begun || idle != idleMillis) {
      idleMillis = idle;
      idleAtNanos = now;
    }
    begun = true;
    nowNanos = now;
    ranSinceNanos = 0;
  }

  private void addInterval(long nanos) {
    int oldest = (int) (intervalsSeen % INTERVALS);
    intervalsNanos += nanos - intervals[oldest];
    intervals[oldest] = nanos;
    intervalsSeen++;
  }

  @Override
  public void ran(int images, long nanos) {
    runTimes.add(images, nanos);
    ranSinceNanos += nanos;
  }

  @Override
  public BatchPlan next() {
    int largest = steps.size() - 1;
    if (isOverloaded()) {
      int images = steps.get(largest);
      return new BatchPlan(images, Duration.ofNanos(Math.max(targetNanos, 2 * fillNanos(images))));
    }
    for (int step = largest; step >= 0 && intervalsSeen > 0; step--) {
      long left = targetNanos - runTimes.of(step);
      if (left >= 0 && fillNanos(steps.get(step)) <= left) {
        return new BatchPlan(steps.get(step), Duration.ofNanos(left));
      }
    }
    return new BatchPlan(1, Duration.ZERO);
  }

  private boolean isOverloaded() {
    return nowNanos - idleAtNanos >= BUSY_TARGETS * targetNanos;
  }

  /** How long the first image of a batch will wait for the last. */
  private long fillNanos(int images) {
    return (images - 1) * (intervalsNanos / Math.min(intervalsSeen, INTERVALS));
  }
}
