package dev.tagstream.pipeline.model;

import java.io.Serializable;

/**
 * The tensor a model gives: float32 [N, classes], trailing dimensions of 1 allowed.
 *
 * @param name of the graph's output
 * @param kind what its numbers are
 * @param classes how many a row has
 * @param defaultTopK how many tags a result has unless the job is told otherwise, 1 to {@code
 *     classes}
 */
public record OutputSpec(String name, Kind kind, int classes, int defaultTopK)
    implements Serializable {

  /** What the numbers of the output are. */
  public enum Kind {
    /** Before softmax; the pipeline applies it. */
    LOGITS,
    /** After softmax; taken as they are. */
    PROBABILITIES
  }
}
