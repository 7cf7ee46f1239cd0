package dev.tagstream.pipeline.fetch;

/**
 * The number of images that a slot fetches at a time. It grows by one after that many images have
 * arrived (additive increase), and halves when a server slows the slot down (multiplicative
 * decrease). Not safe for use by several threads.
 */
final class AdaptiveLimit {

  private final int most;
  private double limit;
  private long halvedAtNanos;
  private boolean wasHalved;

  /** A limit that begins at its maximum. */
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
   * Halves the limit, once for all requests that were in flight at the same time.
   *
   * @param startedAtNanos when the refused request started
   */
  void slowDown(long startedAtNanos, long nowNanos) {
    if (!wasHalved || startedAtNanos - halvedAtNanos >= 0) {
      limit = Math.max(1, limit / 2);
      halvedAtNanos = nowNanos;
      wasHalved = true;
    }
  }
}
