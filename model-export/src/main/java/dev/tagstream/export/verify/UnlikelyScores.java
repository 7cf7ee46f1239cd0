package dev.tagstream.export.verify;

/**
 * Scores that a model cannot have, if what is taken for granted of it is right. Where all scores of
 * all test images lie within such a range, it is not.
 */
public enum UnlikelyScores {
  /** None: the graph or its user tells what the scores are. */
  NONE(1, 0, ""),
  /** Of logits. */
  PROBABILITIES(
      0,
      1,
      "are assumed to be logits but are all between 0 and 1; set --scores probabilities, sigmoid"
          + " or logits"),
  /** Of logits, after a sigmoid. */
  SIGMOID_TWICE(
      0.5f,
      0.7311f,
      "look as if a sigmoid had been applied twice; set --scores probabilities to take them as they"
          + " are");

  private final float least;
  private final float most;
  private final String problem;

  UnlikelyScores(float least, float most, String problem) {
    this.least = least;
    this.most = most;
    this.problem = problem;
  }

  /** Whether a score lies within the range. */
  boolean has(float score) {
    return score >= least && score <= most;
  }

  /** What is said of an output all of whose scores lie within the range. */
  String problem() {
    return problem;
  }
}
