package dev.tagstream.bench.frame;

/**
 * Where a ratio should be.
 *
 * @param bound which side of the limit is good
 * @param limit the last value that is good
 */
public record Target(Bound bound, double limit) {

  /** Which side of a limit is good. */
  public enum Bound {
    AT_LEAST,
    AT_MOST;

    /** As people write it. */
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

  /** Whether a value is where it should be. */
  public boolean isReachedBy(double value) {
    return bound == Bound.AT_LEAST ? value >= limit : value <= limit;
  }
}
