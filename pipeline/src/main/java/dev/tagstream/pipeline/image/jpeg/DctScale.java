package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.resample.AxisWindow;
import dev.tagstream.pipeline.image.resample.OutputGeometry;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;

/**
 * How small a JPEG can be decoded and still be scaled down further: its blocks of 8x8 pixels become
 * 4x4, 2x2 or one pixel, which spares most of the arithmetic. What lies between is not taken, since
 * libjpeg-turbo has no vector code for it.
 */
public final class DctScale {

  /** The image as it is. */
  public static final int FULL = 1;

  /**
   * How many times longer than wanted a decoded side must be. What is decoded smaller is blurred
   * twice, by its decoder and by the resize; the closer both are, the more it shows.
   */
  private static final double MARGIN = 1.25;

  private static final int CMYK_CHANNELS = 4;

  private DctScale() {}

  /**
   * By what an image's sides can be divided: 8, 4, 2 or 1.
   *
   * @param geometry what is wanted of it
   */
  public static int denominator(ImageHeader header, OutputGeometry geometry, Resize resize) {
    boolean averages = resize.antialias() && resize.filter() != Filter.NEAREST;
    if (header.format() != ImageFormat.JPEG
        || header.channels() == CMYK_CHANNELS
        || resize.rule() == Rule.NONE
        || !averages) {
      return FULL;
    }
    for (int denominator = 8; denominator > FULL; denominator /= 2) {
      if (isEnough(geometry.columns(), denominator) && isEnough(geometry.rows(), denominator)) {
        return denominator;
      }
    }
    return FULL;
  }

  private static boolean isEnough(AxisWindow window, int denominator) {
    return window.sourceLength() >= MARGIN * denominator * window.scaledLength();
  }
}
