package dev.tagstream.schemas.model;

import java.io.Serializable;

/**
 * The features from which a model's scores are computed: float32 [N, size], pooled over the image,
 * trailing dimensions of 1 allowed.
 *
 * @param name of the graph's output
 * @param size the length of one row, such as 2048
 */
public record EmbeddingSpec(String name, int size) implements Serializable {

  /** More features than any classifier pools. */
  public static final int MAX_SIZE = 1 << 20;

  public EmbeddingSpec {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "an embedding must have 1 to %d numbers but has %d".formatted(MAX_SIZE, size));
    }
  }
}
