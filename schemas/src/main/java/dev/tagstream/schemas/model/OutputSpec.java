package dev.tagstream.schemas.model;

import java.io.Serializable;
import java.util.List;

/**
 * A model's output tensor: float32 [N, classes], trailing dimensions of 1 allowed.
 *
 * @param name of the graph's output
 * @param kind of its numbers
 * @param classes the length of one row
 * @param topK the most tags of a result unless an option overrides it, 1 to {@code classes}
 * @param thresholds the lowest score that makes a tag, 0 to 1, one for each class; empty for the
 *     default of {@code kind}
 */
public record OutputSpec(String name, Kind kind, int classes, int topK, List<Double> thresholds)
    implements Serializable {

  /** Fifty times ImageNet-21k; keeps a batch's scores within an array. */
  public static final int MAX_CLASSES = 1_000_000;

  /** The usual number of tags, as in the ImageNet benchmark. */
  private static final int USUAL_TOP_K = 5;

  /** The output of a model that has no scores, only an embedding. */
  public static final OutputSpec NONE = new OutputSpec("", Kind.LOGITS, 0, 0);

  /** The kind of the output's numbers. */
  public enum Kind {
    /** Before softmax; the pipeline applies it. */
    LOGITS(0),
    /** After softmax; used unchanged. */
    PROBABILITIES(0),
    /** After a sigmoid: an independent probability for each class; used unchanged. */
    SIGMOID(0.5);

    private final double usualThreshold;

    Kind(double usualThreshold) {
      this.usualThreshold = usualThreshold;
    }

    /** The default threshold, 0 to 1. */
    public double usualThreshold() {
      return usualThreshold;
    }

    /** The usual number of tags of a model with so many classes. */
    public int usualTopK(int classes) {
      return this == SIGMOID ? classes : Math.min(USUAL_TOP_K, classes);
    }
  }

  public OutputSpec {
    thresholds = List.copyOf(thresholds);
    boolean none = name.isEmpty() && classes == 0 && topK == 0;
    if (!none && (classes < 1 || classes > MAX_CLASSES || topK < 1 || topK > classes)) {
      throw new IllegalArgumentException(
          "an output cannot have %d classes and give the best %d".formatted(classes, topK));
    }
    if (!thresholds.isEmpty() && thresholds.size() != classes) {
      throw new IllegalArgumentException(
          "%d thresholds are not one for each of %d classes".formatted(thresholds.size(), classes));
    }
    if (!thresholds.stream().allMatch(OutputSpec::isThreshold)) {
      throw new IllegalArgumentException("thresholds must be from 0 to 1 but are " + thresholds);
    }
  }

  /** An output with the default thresholds. */
  public OutputSpec(String name, Kind kind, int classes, int topK) {
    this(name, kind, classes, topK, List.of());
  }

  /** The same output with other thresholds. */
  public OutputSpec with(List<Double> otherThresholds) {
    return new OutputSpec(name, kind, classes, topK, otherThresholds);
  }

  /** Whether the model has scores. */
  public boolean givesTags() {
    return classes > 0;
  }

  /** The lowest score that makes a tag of a class, 0 to 1. */
  public double threshold(int index) {
    return thresholds.isEmpty() ? kind.usualThreshold() : thresholds.get(index);
  }

  /** Whether a number is a valid threshold. */
  public static boolean isThreshold(double number) {
    return number >= 0 && number <= 1;
  }
}
