package dev.tagstream.schemas.model;

import java.io.Serializable;
import java.util.Optional;

/**
 * A model's input tensor: a batch of images.
 *
 * @param name of the graph's input
 * @param type of its elements
 * @param layout the order of its dimensions
 * @param height in pixels; {@link #ANY_SIDE} if each image may have its own
 * @param width in pixels; {@code ANY_SIDE} if and only if the height is
 */
public record InputSpec(String name, PixelType type, PixelLayout layout, int height, int width)
    implements Serializable {

  /** Longer sides than any classifier takes; keeps a row's bytes within an int. */
  public static final int MAX_SIDE = 8192;

  /** Stands for a height and a width that differ between images. */
  public static final int ANY_SIDE = 0;

  /** The usual training size of classifiers. */
  public static final Size USUAL_SIZE = new Size(224, 224);

  private static final int CHANNELS = 3;

  public InputSpec {
    boolean any = height == ANY_SIDE && width == ANY_SIDE;
    if (!any && (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE)) {
      throw new IllegalArgumentException("an input cannot be %dx%d".formatted(width, height));
    }
  }

  /** Whether the input takes images of any size; all images of a batch have the same size. */
  public boolean takesAnySize() {
    return height == ANY_SIDE;
  }

  /** The size of every image; empty if each may have its own. */
  public Optional<Size> size() {
    return takesAnySize() ? Optional.empty() : Optional.of(new Size(height, width));
  }

  /** The size of every image; {@link #USUAL_SIZE} if each may have its own. */
  public Size usualSize() {
    return size().orElse(USUAL_SIZE);
  }

  /** The length of an image's row in bytes, for a model with a fixed size. */
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

  /** The length of one pixel in a row, in bytes. */
  public int bytesPerPixel() {
    return CHANNELS * type.bytes();
  }
}
