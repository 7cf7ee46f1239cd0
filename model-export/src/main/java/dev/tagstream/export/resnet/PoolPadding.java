package dev.tagstream.export.resnet;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The padding around the features before the max pool of an ImageNet stem. The first ResNet50 of
 * Keras had none; later ones, with weights of the same names, have a pixel on every side.
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

  /** The padding of so many pixels; empty if no network has it. */
  public static Optional<PoolPadding> ofPixels(int pixels) {
    return Arrays.stream(values()).filter(padding -> padding.pixels == pixels).findFirst();
  }

  /**
   * Tells it from the names of all layers, with weights and without; empty if they do not tell.
   *
   * <p>A network pads before its first convolution; a second padding can only be the pool's.
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
