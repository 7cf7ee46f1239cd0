package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.image.ElementType;
import dev.tagstream.pipeline.image.PixelLayout;
import java.io.Serializable;

/**
 * The tensor a model takes.
 *
 * @param name of the graph's input
 * @param type of its elements
 * @param layout the order of its dimensions
 * @param height in pixels; 0 if each batch may have another
 * @param width in pixels; 0 if and only if the height is
 * @param fixedBatch the only number of rows the graph takes; 0 if it takes any
 */
public record InputSpec(
    String name, ElementType type, PixelLayout layout, int height, int width, int fixedBatch)
    implements Serializable {

  /** More pixels on a side than any classifier takes; keeps a row's bytes within an int. */
  public static final int MAX_SIDE = 8192;

  /** What to try a model with that takes any size: what nearly every classifier is trained on. */
  private static final int USUAL_SIDE = 224;

  /** Whether pictures of any height and width go in; those of one batch share theirs. */
  public boolean takesAnySize() {
    return height == 0;
  }

  /** The one width, or one that the model takes. */
  int usualWidth() {
    return takesAnySize() ? USUAL_SIDE : width;
  }

  /** The one height, or one that the model takes. */
  int usualHeight() {
    return takesAnySize() ? USUAL_SIDE : height;
  }

  /** The length of the row of an image of the one size that the model takes, in bytes. */
  public int rowBytes() {
    if (takesAnySize()) {
      throw new IllegalStateException(name + " takes any size: its rows have no one length");
    }
    return rowBytes(width, height);
  }

  /** The length of an image's row, in bytes. */
  public int rowBytes(int imageWidth, int imageHeight) {
    return Math.multiplyExact(bytesPerPixel(), Math.multiplyExact(imageWidth, imageHeight));
  }

  /** How much of a row one pixel takes, in bytes. */
  public int bytesPerPixel() {
    return 3 * type.bytes();
  }
}
