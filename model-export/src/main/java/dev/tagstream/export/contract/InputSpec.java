package dev.tagstream.export.contract;

import dev.tagstream.export.contract.Preprocessing.Size;
import java.util.Optional;

/**
 * The tensor a model takes: a batch of pictures.
 *
 * @param name of the graph's input
 * @param type of its elements
 * @param layout the order of its dimensions
 * @param height in pixels; {@link #ANY_SIDE} where each picture may have another
 * @param width in pixels; {@code ANY_SIDE} if and only if the height is
 */
public record InputSpec(String name, PixelType type, Layout layout, int height, int width) {

  /** More pixels on a side than any classifier takes. */
  public static final int MAX_SIDE = 8192;

  /** Stands for a height and a width that are each picture's own. */
  public static final int ANY_SIDE = 0;

  /** The type of the input's elements. */
  public enum PixelType {
    /** Pixels as they are; the graph normalizes itself. */
    UINT8,
    /** Normalized as the preprocessing says. */
    FLOAT32
  }

  /** The order of the input's dimensions; N is the batch. */
  public enum Layout {
    NCHW,
    NHWC
  }

  public InputSpec {
    boolean any = height == ANY_SIDE && width == ANY_SIDE;
    if (!any && (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE)) {
      throw new IllegalArgumentException("an input cannot be %dx%d".formatted(width, height));
    }
  }

  /** Whether pictures of any height and width go in; those of one batch share theirs. */
  public boolean takesAnySize() {
    return height == ANY_SIDE;
  }

  /** The size of every picture; empty where each may have its own. */
  public Optional<Size> size() {
    return takesAnySize() ? Optional.empty() : Optional.of(new Size(height, width));
  }
}
