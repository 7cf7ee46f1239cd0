package dev.tagstream.pipeline.batch;

/** How large a batch may grow, and how long its first image waits for it. For one thread. */
public interface BatchPace {

  /**
   * An image came.
   *
   * @param nowNanos the time, on the clock of {@link System#nanoTime}
   * @param idleMillis how long the slot has ever had nothing to do, in milliseconds
   */
  void arrived(long nowNanos, long idleMillis);

  /**
   * A batch went through the model.
   *
   * @param images how many it had
   * @param nanos how long that took, waiting for the device included
   */
  void ran(int images, long nanos);

  /** How the next batch is to be, as far as is known now. */
  BatchPlan next();
}
