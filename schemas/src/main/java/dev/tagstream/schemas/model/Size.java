package dev.tagstream.schemas.model;

import java.io.Serializable;

/**
 * The size of an image.
 *
 * @param height in pixels
 * @param width in pixels
 */
public record Size(int height, int width) implements Serializable {

  public Size {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("an image cannot be %dx%d".formatted(width, height));
    }
  }
}
