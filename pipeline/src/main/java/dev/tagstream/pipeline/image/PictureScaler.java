package dev.tagstream.pipeline.image;

import dev.tagstream.schemas.model.Resize;

/** Scales pictures and cuts the wanted part out. */
interface PictureScaler extends AutoCloseable {

  /**
   * Fills the shown part of the output.
   *
   * @param source the whole picture
   * @param geometry what is wanted of it
   * @param rgb uint8 [geometry.height, geometry.width, 3], red first; padding is left as it is
   */
  void scale(NativePicture source, OutputGeometry geometry, byte[] rgb);

  /** Frees native memory. */
  @Override
  default void close() {}

  /** The scaler of a resize rule's filter; a coarser one where that is enough. */
  static PictureScaler of(Resize resize, ImageDecoder.Mode mode) {
    Kernel kernel = Kernel.of(resize.filter());
    // of a picture that is not scaled, the pixel itself is the nearest one
    return kernel == null || resize.rule() == Resize.Rule.NONE
        ? new NearestScaler()
        : resampler(kernel, resize, mode);
  }

  private static PictureScaler resampler(Kernel kernel, Resize resize, ImageDecoder.Mode mode) {
    return mode == ImageDecoder.Mode.FAST && kernel.isNeverNegative()
        ? new CoarseResampler(ResamplingTables.coarse(kernel, resize.antialias()))
        : new Resampler(ResamplingTables.exact(kernel, resize.antialias()));
  }
}
