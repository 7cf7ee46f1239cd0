package dev.tagstream.pipeline.model;

/**
 * A model's output for a batch.
 *
 * @param scores probabilities, float32 [images, classes], row by row; owned by the caller
 * @param embeddings pooled features, float32 [images][size]; owned by the caller; empty if they
 *     were not requested
 */
public record ModelOutput(float[] scores, float[][] embeddings) {

  /** The requested parts of the output. */
  public enum Parts {
    SCORES,
    /** Only for models with an embedding. */
    SCORES_AND_EMBEDDINGS
  }
}
