package dev.tagstream.pipeline.batch;

import java.time.Duration;

/** The same for every batch, whatever the load. */
public final class FixedPace implements BatchPace {

  private final BatchPlan plan;

  /**
   * A pace for good.
   *
   * @param images a batch goes on when it has this many, at least 1
   * @param delay or when its first image has waited this long
   */
  public FixedPace(int images, Duration delay) {
    plan = new BatchPlan(images, delay);
  }

  @Override
  public void arrived(long nowNanos, long idleMillis) {}

  @Override
  public void ran(int images, long nanos) {}

  @Override
  public BatchPlan next() {
    return plan;
  }
}
