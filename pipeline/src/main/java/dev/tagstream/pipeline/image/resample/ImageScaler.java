package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.schemas.model.Resize;

/** Scales images and cuts the wanted part out. */
public interface ImageScaler extends AutoCloseable {

  /**
   * Fills the shown part of the output.
   *
   * @param source the whole image
   * @param geometry what is wanted of it
   * @param rgb uint8 [geometry.height, geometry.width, 3], red first; padding is left as it is
   */
  void scale(NativeImage source, OutputGeometry geometry, byte[] rgb);

  /** Frees native memory. */
  @Override
  default void close() {}

  /** Scales to the reference's pixels, to the bit. */
  static ImageScaler exact(Resize resize) {
    Kernel kernel = Kernel.of(resize);
    return kernel == null
        ? new NearestScaler()
        : new Resampler(ResamplingTables.exact(kernel, resize.antialias()));
  }

  /** Scales with coarser weights where the filter has no negative ones, else exactly. */
  static ImageScaler fast(Resize resize) {
    Kernel kernel = Kernel.of(resize);
    return kernel != null && kernel.isNeverNegative()
        ? new CoarseResampler(ResamplingTables.coarse(kernel, resize.antialias()))
        : exact(resize);
  }
}
