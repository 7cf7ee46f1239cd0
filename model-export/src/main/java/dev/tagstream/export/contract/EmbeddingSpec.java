package dev.tagstream.export.contract;

/**
 * The features from which a model's scores are computed: float32 [N, size], pooled over the
 * picture.
 *
 * @param name of the graph's output
 * @param size the length of one row, such as 2048
 */
public record EmbeddingSpec(String name, int size) {

  /** Far more features than any classifier pools. */
  public static final int MAX_SIZE = 1 << 20;

  public EmbeddingSpec {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("an embedding cannot have %d numbers".formatted(size));
    }
  }
}
