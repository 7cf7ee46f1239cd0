package dev.tagstream.export.contract;

/**
 * The tensor a model takes: a batch of pictures.
 *
 * @param name of the graph's input
 * @param type of its elements
 * @param layout the order of its dimensions
 * @param height in pixels
 * @param width in pixels
 */
public record InputSpec(String name, PixelType type, Layout layout, int height, int width) {

  /** More pixels on a side than any classifier takes. */
  public static final int MAX_SIDE = 8192;

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
    if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
      throw new IllegalArgumentException("an input cannot be %dx%d".formatted(width, height));
    }
  }
}
