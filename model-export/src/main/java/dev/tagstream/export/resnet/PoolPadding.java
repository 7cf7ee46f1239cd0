package dev.tagstream.export.resnet;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The padding around the features before the max pool of an ImageNet stem. The first ResNet50 of
 * Keras has none. Later releases add one pixel on every side, under the same weight names.
 */
public enum PoolPadding {
  NONE(0),
  ONE_PIXEL(1);

  private static final String PADDED = "pool1_pad";

  private final int pixels;

  PoolPadding(int pixels) {
    this.pixels = pixels;
  }

  /** The padding on every side, in pixels. */
  public int pixels() {
    return pixels;
  }

  /** The padding of {@code pixels} pixels on every side; empty if no network uses it. */
  public static Optional<PoolPadding> ofPixels(int pixels) {
    return Arrays.stream(values()).filter(padding -> padding.pixels == pixels).findFirst();
  }

  /**
   * Detects the padding from the names of all layers, including those without weights; empty if the
   * names leave it open.
   *
   * <p>The first padding layer belongs to the first convolution, so a second one can only belong to
   * the pool.
   */
  public static Optional<PoolPadding> of(Set<String> layers) {
    if (layers.contains(PADDED)) {
      return Optional.of(ONE_PIXEL);
    }
    boolean pools = layers.stream().anyMatch(layer -> layer.matches("max_?pooling2d(_[0-9]+)?"));
    long paddings =
        layers.stream()
            .filter(layer -> layer.matches("zero_?padding2d(_[0-9]+)?|conv1_pad"))
            .count();
    if (!pools || paddings == 0 || paddings > 2) {
      return Optional.empty();
    }
    return Optional.of(paddings == 1 ? NONE : ONE_PIXEL);
  }
}
