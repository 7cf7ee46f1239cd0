package dev.tagstream.pipeline.duplicate;

import java.io.Serializable;
import java.util.List;

/**
 * All that decides the answer to an image, except for its bytes. Two recipes are the same if their
 * parts are equal.
 *
 * @param parts such as the SHA-256 of the model file and the decode mode; each with an {@code
 *     equals} by content
 */
public record Recipe(List<Serializable> parts) implements Serializable {

  public Recipe {
    parts = List.copyOf(parts);
  }
}
