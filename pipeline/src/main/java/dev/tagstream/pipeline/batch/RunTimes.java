package dev.tagstream.pipeline.batch;

import java.util.Arrays;
import java.util.List;

/**
 * How long the model takes for each batch size of a ladder, as it was lately seen to. A slower run
 * counts at once, a faster one by and by, so that the estimate is rather too long.
 */
final class RunTimes {

  /** How much of the way to a faster run the estimate goes. */
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

  /** A batch of so many images, which was padded to the next step, took so long. */
  void add(int images, long took) {
    int step = steps.indexOf(ladder.rowsFor(images));
    nanos[step] =
        took >= nanos[step] || nanos[step] == UNKNOWN
            ? took
            : nanos[step] - (nanos[step] - took) / SMOOTHING;
  }

  /**
   * What a step will take at most; {@link Long#MAX_VALUE} where nothing is known. No batch takes
   * longer than a larger one, nor than its images in smaller ones. That tells of steps that were
   * not run yet, and lets one that was slow for once be tried again.
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
