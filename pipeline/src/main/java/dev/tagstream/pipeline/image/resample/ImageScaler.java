package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.schemas.model.Resize;

/** Scales images and cuts out the wanted part. */
public interface ImageScaler extends AutoCloseable {

  /**
   * Fills the shown part of the output.
   *
   * @param source the whole image
   * @param geometry of the output
   * @param rgb uint8 [geometry.height, geometry.width, 3], red first; padding is not changed
   */
  void scale(NativeImage source, OutputGeometry geometry, byte[] rgb);

  /** Releases the native memory of all buffers. */
  @Override
  default void close() {}

  /** Scales to the reference's pixels, to the bit. */
  static ImageScaler exact(Resize resize) {
    Kernel kernel = Kernel.of(resize);
    return kernel == null
        ? new NearestScaler()
        : new Resampler(ResamplingTables.exact(kernel, resize.antialias()));
  }

  /** Scales with coarser weights if the filter has no negative ones, otherwise exactly. */
  static ImageScaler fast(Resize resize) {
    Kernel kernel = Kernel.of(resize);
    return kernel != null && kernel.isNeverNegative()
        ? new CoarseResampler(ResamplingTables.coarse(kernel, resize.antialias()))
        : exact(resize);
  }
}
