package dev.tagstream.pipeline.batch;

import java.time.Duration;
import java.util.List;

/**
 * Chooses the largest batch that meets a latency target: filling it and running the model together
 * take no longer than the target. Batches are therefore small when images are few and large when
 * they are many. If more images arrive than the slot can tag in time, batches have the largest
 * size: waiting images have missed the target anyway, and large batches catch up soonest.
 *
 * <p>Both times are measured: the recent intervals between images, and the recent run times.
 */
public final class LatencyPace implements BatchPace {

  /**
   * The number of intervals that are averaged: few, so that the average follows a sudden change.
   */
  static final int INTERVALS = 16;

  /** A slot that has not been idle for this many targets is overloaded. */
  static final int BUSY_TARGETS = 4;

  private final List<Integer> steps;
  private final long targetNanos;
  private final RunTimes runTimes;

  /** The last intervals between images, without the runs in between; a ring buffer. */
  private final long[] intervals = new long[INTERVALS];

  private long intervalsNanos;
  private long intervalsSeen;

  private boolean begun;
  private long nowNanos;
  private long ranSinceNanos;
  private long idleMillis;
  private long idleAtNanos;

  /**
   * A pace for a latency target.
   *
   * @param ladder the batch sizes, at least one
   * @param target the longest time from an image's arrival to its result, above 0
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

  /** The expected wait of a batch's first image for its last. */
  private long fillNanos(int images) {
    return (images - 1) * (intervalsNanos / Math.min(intervalsSeen, INTERVALS));
  }
}
