package dev.tagstream.cluster;

import java.io.IOException;
import java.time.Duration;

/** Waits for what other processes do. */
public final class Waiting {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Waiting() {}

  /** Something that becomes true by and by. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Returns when a condition holds.
   *
   * @param what names the condition in the error
   * @throws IllegalStateException if it does not come to hold in time
   */
  public static void until(String what, Duration patience, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "waited %d s in vain until %s".formatted(patience.toSeconds(), what));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }
}
