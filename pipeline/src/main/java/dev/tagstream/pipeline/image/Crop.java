package dev.tagstream.pipeline.image;

import java.io.Serializable;

/**
 * The middle of a scaled picture, as torchvision's CenterCrop cuts it: where the picture is
 * smaller, it is padded black.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record Crop(int width, int height) implements Serializable {

  public Crop {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a crop cannot be %dx%d".formatted(width, height));
    }
  }
}
