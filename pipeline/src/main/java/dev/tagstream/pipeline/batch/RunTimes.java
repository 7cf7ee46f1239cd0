package dev.tagstream.pipeline.batch;

import java.util.Arrays;
import java.util.List;

/**
 * Estimates how long the model takes for each batch size of a ladder, from recent runs. A slower
 * run counts at once, a faster run gradually, so that the estimate is rather too long.
 */
final class RunTimes {

  /** The share by which the estimate moves to a faster run. */
  private static final int SMOOTHING = 4;

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final BatchLadder ladder;
  private final List<Integer> steps;
  private final long[] nanos;

  RunTimes(BatchLadder ladder) {
    this.ladder = ladder;
    this.steps = ladder.steps();
    this.nanos = new long[steps.size()];
    Arrays.fill(nanos, UNKNOWN);
  }

  /** Records the duration of a batch, which was padded to the next step. */
  void add(int images, long took) {
    int step = steps.indexOf(ladder.rowsFor(images));
    nanos[step] =
        took >= nanos[step] || nanos[step] == UNKNOWN
            ? took
            : nanos[step] - (nanos[step] - took) / SMOOTHING;
  }

  /**
   * The longest time that a step is expected to take; {@link Long#MAX_VALUE} if nothing is known.
   * No batch takes longer than a larger one, nor than its images in smaller ones. This bounds the
   * steps that have not run yet, and lets a step that was slow once be tried again.
   */
  long of(int step) {
    long least = UNKNOWN;
    for (int other = 0; other < nanos.length; other++) {
      if (nanos[other] != UNKNOWN) {
        long runs = other < step ? ceilDiv(steps.get(step), steps.get(other)) : 1;
        least = Math.min(least, runs * nanos[other]);
      }
    }
    return least;
  }

  private static long ceilDiv(long images, long each) {
    return (images + each - 1) / each;
  }
}
