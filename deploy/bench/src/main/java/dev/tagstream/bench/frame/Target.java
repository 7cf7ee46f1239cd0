package dev.tagstream.bench.frame;

/**
 * The target of a ratio.
 *
 * @param bound the good side of the limit
 * @param limit the last good value
 */
public record Target(Bound bound, double limit) {

  /** The good side of a limit. */
  public enum Bound {
    AT_LEAST,
    AT_MOST;

    /** The words in a report. */
    String words() {
      return this == AT_LEAST ? "at least" : "at most";
    }
  }

  public static Target atLeast(double limit) {
    return new Target(Bound.AT_LEAST, limit);
  }

  public static Target atMost(double limit) {
    return new Target(Bound.AT_MOST, limit);
  }

  /** Whether a value reaches the target. */
  public boolean isReachedBy(double value) {
    return bound == Bound.AT_LEAST ? value >= limit : value <= limit;
  }
}
