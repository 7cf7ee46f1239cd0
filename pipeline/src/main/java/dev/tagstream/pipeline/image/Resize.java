package dev.tagstream.pipeline.image;

import java.io.Serializable;

/**
 * How an upright picture is scaled before it is cropped.
 *
 * @param rule what {@code width} and {@code height} mean
 * @param width in pixels; for {@link Rule#SHORTEST_SIDE} the length of the shorter side, for {@link
 *     Rule#NONE} 0
 * @param height in pixels; as {@code width}
 * @param filter how a new pixel is made of old ones
 * @param antialias whether the filter widens when the picture shrinks, as Pillow's do
 */
public record Resize(Rule rule, int width, int height, Filter filter, boolean antialias)
    implements Serializable {

  /** Which size the scaled picture gets. */
  public enum Rule {
    /**
     * The shorter side becomes the given length; the longer one keeps the ratio, rounded down, as
     * in torchvision.
     */
    SHORTEST_SIDE,
    /** Exactly the given width and height; the ratio is not kept. */
    EXACT,
    /** The picture is not scaled. */
    NONE
  }

  /** Pillow's resampling filters. */
  public enum Filter {
    NEAREST,
    BOX,
    BILINEAR,
    BICUBIC,
    LANCZOS
  }

  public Resize {
    boolean sized = rule != Rule.NONE;
    if (sized ? width < 1 || height < 1 : width != 0 || height != 0) {
      throw new IllegalArgumentException(
          "resize %s cannot be to %dx%d".formatted(rule, width, height));
    }
    if (rule == Rule.SHORTEST_SIDE && width != height) {
      throw new IllegalArgumentException(
          "resize SHORTEST_SIDE has one length but was given %d and %d".formatted(width, height));
    }
  }
}
