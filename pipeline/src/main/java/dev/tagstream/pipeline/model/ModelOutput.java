package dev.tagstream.pipeline.model;

/**
 * What a model gives for a batch.
 *
 * @param scores probabilities, float32 [images, classes], row by row; owned by the caller
 * @param embeddings pooled features, float32 [images][size]; owned by the caller; empty where they
 *     were not asked for
 */
public record ModelOutput(float[] scores, float[][] embeddings) {

  /** What is asked of a model. */
  public enum Parts {
    SCORES,
    /** For models that give an embedding. */
    SCORES_AND_EMBEDDINGS
  }
}
