package dev.tagstream.pipeline.batch;

/**
 * Decides how large a batch may grow, and how long its first image waits for it. For use by one
 * thread.
 */
public interface BatchPace {

  /**
   * Records that an image arrived.
   *
   * @param nowNanos the time, on the clock of {@link System#nanoTime}
   * @param idleMillis how long the slot has been idle in total, in milliseconds
   */
  void arrived(long nowNanos, long idleMillis);

  /**
   * Records that a batch ran.
   *
   * @param images its number of images
   * @param nanos the duration in nanoseconds, including the wait for the device
   */
  void ran(int images, long nanos);

  /** The plan for the next batch, by what is known now. */
  BatchPlan next();
}
