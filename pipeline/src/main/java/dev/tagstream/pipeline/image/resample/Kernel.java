package dev.tagstream.pipeline.image.resample;

import dev.tagstream.schemas.model.Resize;
import org.jspecify.annotations.Nullable;

/** The weighting functions of Pillow's resampling filters. */
public enum Kernel {
  BOX(0.5),
  BILINEAR(1.0),
  BICUBIC(2.0),
  LANCZOS(3.0);

  /** Pillow's and most libraries' choice of the cubic convolution parameter (Keys, 1981). */
  private static final double BICUBIC_A = -0.5;

  private final double support;

  Kernel(double support) {
    this.support = support;
  }

  /** The function of a resize that weights pixels; null for the nearest pixel. */
  public static @Nullable Kernel of(Resize resize) {
    // of an image that is not scaled, the pixel itself is the nearest one
    if (resize.rule() == Resize.Rule.NONE) {
      return null;
    }
    return switch (resize.filter()) {
      case NEAREST -> null;
      case BOX -> BOX;
      case BILINEAR -> BILINEAR;
      case BICUBIC -> BICUBIC;
      case LANCZOS -> LANCZOS;
    };
  }

  /** Beyond this distance, in pixels, weights are zero. */
  double support() {
    return support;
  }

  /** Whether no weight is negative. */
  boolean isNeverNegative() {
    return this == BOX || this == BILINEAR;
  }

  /** The weight of a pixel at this distance from the new pixel's center. */
  double weight(double distance) {
    return switch (this) {
      case BOX -> distance > -support && distance <= support ? 1.0 : 0.0;
      case BILINEAR -> Math.max(0.0, 1.0 - Math.abs(distance));
      case BICUBIC -> bicubic(Math.abs(distance));
      case LANCZOS ->
          distance >= -support && distance < support
              ? sinc(distance) * sinc(distance / support)
              : 0.0;
    };
  }

  private static double bicubic(double x) {
    if (x < 1.0) {
      return ((BICUBIC_A + 2.0) * x - (BICUBIC_A + 3.0)) * x * x + 1;
    }
    if (x < 2.0) {
      return (((x - 5) * x + 8) * x - 4) * BICUBIC_A;
    }
    return 0.0;
  }

  private static double sinc(double x) {
    return x == 0.0 ? 1.0 : Math.sin(x * Math.PI) / (x * Math.PI);
  }
}
