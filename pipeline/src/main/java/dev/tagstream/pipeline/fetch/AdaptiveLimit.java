package dev.tagstream.pipeline.fetch;

/**
 * How many images a slot fetches at a time: one more after as many as that have come (additive
 * increase), half when a server asks for less (multiplicative decrease). Not safe for threads.
 */
final class AdaptiveLimit {

  private final int most;
  private double limit;
  private long halvedAtNanos;
  private boolean wasHalved;

  /** Begins with the most. */
  AdaptiveLimit(int most) {
    this.most = most;
    this.limit = most;
  }

  int current() {
    return (int) limit;
  }

  void succeeded() {
    limit = Math.min(most, limit + 1 / limit);
  }

  /**
   * Halves the limit, once for all requests that were on their way together.
   *
   * @param startedAtNanos when the refused request began
   */
  void slowDown(long startedAtNanos, long nowNanos) {
    if (!wasHalved || startedAtNanos - halvedAtNanos >= 0) {
      limit = Math.max(1, limit / 2);
      halvedAtNanos = nowNanos;
      wasHalved = true;
    }
  }
}
