package dev.tagstream.schemas.model;

import java.io.Serializable;

/**
 * The size of a picture.
 *
 * @param height in pixels
 * @param width in pixels
 */
public record Size(int height, int width) implements Serializable {

  public Size {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("a picture cannot be %dx%d".formatted(width, height));
    }
  }
}
