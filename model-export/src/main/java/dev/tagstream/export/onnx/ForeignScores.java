package dev.tagstream.export.onnx;

import dev.tagstream.schemas.model.OutputSpec;

/**
 * The scores of a graph that somebody else made.
 *
 * @param model which gives them as {@code output} says
 * @param output what they are
 * @param certainty how sure that is
 */
public record ForeignScores(ForeignModel model, OutputSpec output, Certainty certainty) {

  /** How sure it is what the scores are. */
  public enum Certainty {
    /** The graph or the user tells. */
    TOLD,
    /** They are taken for logits, which they cannot be where all lie between 0 and 1. */
    UNLESS_PROBABILITIES,
    /** A sigmoid is applied, which is wrong where all lay between 0 and 1 before. */
    UNLESS_SIGMOID_TWICE
  }
}
