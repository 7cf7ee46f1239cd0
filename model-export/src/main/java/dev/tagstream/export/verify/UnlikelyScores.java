package dev.tagstream.export.verify;

/**
 * Scores that a model cannot have if the assumption about their kind is right. If all scores of all
 * test images are in such a range, the assumption is wrong.
 */
public enum UnlikelyScores {
  /** No range: the graph or the user determines the kind. */
  NONE(1, 0, ""),
  /** The range of probabilities, if the scores are assumed to be logits. */
  PROBABILITIES(
      0,
      1,
      "are assumed to be logits but are all between 0 and 1; set --scores probabilities, sigmoid"
          + " or logits"),
  /** The range of a sigmoid of probabilities, if the scores before were assumed to be logits. */
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

  /** The problem if all scores of an output are in the range. */
  String problem() {
    return problem;
  }
}
