package dev.tagstream.bench.frame;

import org.jspecify.annotations.Nullable;

/**
 * Compares what two sides made of the same input.
 *
 * @param <A> what comes out of a side
 */
@FunctionalInterface
public interface AnswerComparison<A> {

  /**
   * How far two sides agree.
   *
   * @param compared how many answers were compared
   * @param agreeing how many of them are the same
   * @param firstDifference in one line; null if all agree
   */
  record Verdict(long compared, long agreeing, @Nullable String firstDifference) {

    /** Before anything was compared. */
    public static final Verdict NOTHING = new Verdict(0, 0, null);

    /** This and another round's together. */
    public Verdict and(Verdict next) {
      return new Verdict(
          compared + next.compared,
          agreeing + next.agreeing,
          firstDifference == null ? next.firstDifference : firstDifference);
    }
  }

  /** Compares the answers of a side with those of the side it is measured against. */
  Verdict compare(A answers, A baseline);
}
