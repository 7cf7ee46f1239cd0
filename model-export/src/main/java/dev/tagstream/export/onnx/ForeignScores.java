package dev.tagstream.export.onnx;

import dev.tagstream.schemas.model.OutputSpec;

/**
 * The scores of a foreign graph.
 *
 * @param model with an output as in {@code output}
 * @param output the output
 * @param certainty how certain their kind is
 */
public record ForeignScores(ForeignModel model, OutputSpec output, Certainty certainty) {

  /** How certain the kind of the scores is. */
  public enum Certainty {
    /** The graph or the user states it. */
    TOLD,
    /** Assumed to be logits, which is wrong if all are between 0 and 1. */
    UNLESS_PROBABILITIES,
    /** A sigmoid was added, which is wrong if all scores were already between 0 and 1. */
    UNLESS_SIGMOID_TWICE
  }
}
