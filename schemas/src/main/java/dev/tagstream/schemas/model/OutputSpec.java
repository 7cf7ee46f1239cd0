package dev.tagstream.schemas.model;

import java.io.Serializable;

/**
 * The tensor a model gives: float32 [N, classes], trailing dimensions of 1 allowed.
 *
 * @param name of the graph's output
 * @param kind what its numbers are
 * @param classes the length of one row
 * @param topK how many tags a result has unless the job is told otherwise, 1 to {@code classes}
 */
public record OutputSpec(String name, Kind kind, int classes, int topK) implements Serializable {

  /** Fifty times ImageNet-21k; keeps a batch's scores within an array. */
  public static final int MAX_CLASSES = 1_000_000;

  /** As many tags as people usually look at, and as the ImageNet benchmark counts. */
  private static final int USUAL_TOP_K = 5;

  /** What the numbers of the output are. */
  public enum Kind {
    /** Before softmax; the pipeline applies it. */
    LOGITS,
    /** After softmax; taken as they are. */
    PROBABILITIES
  }

  public OutputSpec {
    if (classes < 1 || classes > MAX_CLASSES || topK < 1 || topK > classes) {
      throw new IllegalArgumentException(
          "an output cannot have %d classes and give the best %d".formatted(classes, topK));
    }
  }

  /** The usual number of tags for a model with so many classes. */
  public static int usualTopK(int classes) {
    return Math.min(USUAL_TOP_K, classes);
  }
}
