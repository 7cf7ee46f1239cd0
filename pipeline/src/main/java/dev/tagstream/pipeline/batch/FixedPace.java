package dev.tagstream.pipeline.batch;

import java.time.Duration;

/** The same plan for every batch, whatever the load. */
public final class FixedPace implements BatchPace {

  private final BatchPlan plan;

  /**
   * A fixed pace.
   *
   * @param images the size of a batch, at least 1
   * @param delay the longest wait of its first image
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
