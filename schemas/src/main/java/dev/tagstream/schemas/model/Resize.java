package dev.tagstream.schemas.model;

import java.io.Serializable;

/**
 * How an upright image is scaled before it is cropped.
 *
 * @param rule the meaning of {@code height} and {@code width}
 * @param height in pixels; for {@link Rule#SHORTEST_SIDE} the length of the shorter side, for
 *     {@link Rule#NONE} 0
 * @param width in pixels; as {@code height}
 * @param filter the resampling filter
 * @param antialias whether the filter widens when the image shrinks, as Pillow's do
 * @param padding what surrounds the scaled image; black unless the rule is {@link Rule#LETTERBOX}
 */
public record Resize(
    Rule rule, int height, int width, Filter filter, boolean antialias, Color padding)
    implements Serializable {

  /** The rule for the size of the scaled image. */
  public enum Rule {
    /**
     * The shorter side becomes the given length; the longer one keeps the ratio, rounded down, as
     * in torchvision.
     */
    SHORTEST_SIDE,
    /** Exactly the given height and width; the ratio is not kept. */
    EXACT,
    /**
     * The image keeps its ratio, just fits into the given height and width, and is padded to them
     * on opposite sides, as Ultralytics' {@code LetterBox} does. Each side times the smaller of
     * {@code height / image height} and {@code width / image width} is rounded half to even, and is
     * at least 1. Of an odd number of missing rows or columns, the extra one is padded below or to
     * the right.
     */
    LETTERBOX,
    /** The image is not scaled. */
    NONE
  }

  /** The resampling filters, as Pillow defines them. */
  public enum Filter {
    NEAREST,
    BOX,
    BILINEAR,
    BICUBIC,
    LANCZOS
  }

  public Resize {
    boolean sized = rule != Rule.NONE;
    if (sized ? height < 1 || width < 1 : height != 0 || width != 0) {
      throw new IllegalArgumentException(
          "resize %s cannot be to %dx%d".formatted(rule, width, height));
    }
    if (rule == Rule.SHORTEST_SIDE && width != height) {
      throw new IllegalArgumentException(
          "resize SHORTEST_SIDE has one length but was given %d and %d".formatted(height, width));
    }
    if (rule != Rule.LETTERBOX && !padding.equals(Color.BLACK)) {
      throw new IllegalArgumentException("resize %s cannot pad with %s".formatted(rule, padding));
    }
  }

  /** A resize that pads with black, if the crop needs it. */
  public Resize(Rule rule, int height, int width, Filter filter, boolean antialias) {
    this(rule, height, width, filter, antialias, Color.BLACK);
  }

  /** Images keep their size. */
  public static Resize none() {
    return new Resize(Rule.NONE, 0, 0, Filter.BILINEAR, true);
  }

  /** The shorter side becomes {@code size}; Pillow's bilinear filter with antialiasing. */
  public static Resize shortestSide(int size) {
    return new Resize(Rule.SHORTEST_SIDE, size, size, Filter.BILINEAR, true);
  }
}
