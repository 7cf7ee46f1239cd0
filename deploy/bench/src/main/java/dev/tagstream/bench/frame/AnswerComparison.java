package dev.tagstream.bench.frame;

import org.jspecify.annotations.Nullable;

/**
 * Compares the answers of two sides to the same input.
 *
 * @param <A> the answers of one side
 */
@FunctionalInterface
public interface AnswerComparison<A> {

  /**
   * The agreement of two sides.
   *
   * @param compared the number of compared answers
   * @param agreeing the number of equal answers
   * @param firstDifference in one line; null if all agree
   */
  record Verdict(long compared, long agreeing, @Nullable String firstDifference) {

    /** The agreement before the first comparison. */
    public static final Verdict NOTHING = new Verdict(0, 0, null);

    /** The sum of two verdicts. */
    public Verdict and(Verdict next) {
      return new Verdict(
          compared + next.compared,
          agreeing + next.agreeing,
          firstDifference == null ? next.firstDifference : firstDifference);
    }
  }

  /** Compares the answers of a side with those of the baseline. */
  Verdict compare(A answers, A baseline);
}
