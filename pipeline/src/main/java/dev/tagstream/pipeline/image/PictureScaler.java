package dev.tagstream.pipeline.image;

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

  /** The scaler of a resize rule's filter. */
  static PictureScaler of(Resize resize) {
    if (resize.rule() == Resize.Rule.NONE) {
      // the pixel itself is the nearest one
      return new NearestScaler();
    }
    return switch (resize.filter()) {
      case NEAREST -> new NearestScaler();
      case BOX -> resampler(Kernel.BOX, resize);
      case BILINEAR -> resampler(Kernel.BILINEAR, resize);
      case BICUBIC -> resampler(Kernel.BICUBIC, resize);
      case LANCZOS -> resampler(Kernel.LANCZOS, resize);
    };
  }

  private static PictureScaler resampler(Kernel kernel, Resize resize) {
    return new Resampler(new ResamplingTables(kernel, resize.antialias()));
  }
}
