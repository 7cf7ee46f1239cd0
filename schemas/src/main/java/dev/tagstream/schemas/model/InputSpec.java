package dev.tagstream.schemas.model;

import java.io.Serializable;
import java.util.Optional;

/**
 * The tensor a model takes: a batch of images.
 *
 * @param name of the graph's input
 * @param type of its elements
 * @param layout the order of its dimensions
 * @param height in pixels; {@link #ANY_SIDE} where each image may have another
 * @param width in pixels; {@code ANY_SIDE} if and only if the height is
 */
public record InputSpec(String name, PixelType type, PixelLayout layout, int height, int width)
    implements Serializable {

  /** More pixels on a side than any classifier takes; keeps a row's bytes within an int. */
  public static final int MAX_SIDE = 8192;

  /** Stands for a height and a width that are each image's own. */
  public static final int ANY_SIDE = 0;

  /** What nearly every classifier is trained on. */
  public static final Size USUAL_SIZE = new Size(224, 224);

  private static final int CHANNELS = 3;

  public InputSpec {
    boolean any = height == ANY_SIDE && width == ANY_SIDE;
    if (!any && (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE)) {
      throw new IllegalArgumentException("an input cannot be %dx%d".formatted(width, height));
    }
  }

  /** Whether images of any height and width go in; those of one batch share theirs. */
  public boolean takesAnySize() {
    return height == ANY_SIDE;
  }

  /** The size of every image; empty where each may have its own. */
  public Optional<Size> size() {
    return takesAnySize() ? Optional.empty() : Optional.of(new Size(height, width));
  }

  /** The size of every image; {@link #USUAL_SIZE} where each may have its own. */
  public Size usualSize() {
    return size().orElse(USUAL_SIZE);
  }

  /** The length of an image's row, for a model that takes one size, in bytes. */
  public int rowBytes() {
    if (takesAnySize()) {
      throw new IllegalStateException(name + " takes any size: its rows have no fixed length");
    }
    return rowBytes(width, height);
  }

  /** The length of an image's row, in bytes. */
  public int rowBytes(int imageWidth, int imageHeight) {
    return Math.multiplyExact(bytesPerPixel(), Math.multiplyExact(imageWidth, imageHeight));
  }

  /** How much of a row one pixel takes, in bytes. */
  public int bytesPerPixel() {
    return CHANNELS * type.bytes();
  }
}
