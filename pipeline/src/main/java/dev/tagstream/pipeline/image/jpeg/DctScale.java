package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.resample.AxisWindow;
import dev.tagstream.pipeline.image.resample.OutputGeometry;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;

/**
 * How far a JPEG can be reduced while it is decoded and still be scaled down further: its blocks of
 * 8x8 pixels become 4x4, 2x2 or one pixel, which saves most of the arithmetic. Other sizes are not
 * used, because libjpeg-turbo has no vector code for them.
 */
public final class DctScale {

  /** The image is not reduced. */
  public static final int FULL = 1;

  /**
   * The least ratio of a decoded side to the wanted one. A reduced image is blurred twice, by its
   * decoder and by the resize; the closer both sizes are, the more visible this is.
   */
  private static final double MARGIN = 1.25;

  private static final int CMYK_CHANNELS = 4;

  private DctScale() {}

  /**
   * The divisor of an image's sides: 8, 4, 2 or 1.
   *
   * @param geometry of the output
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
