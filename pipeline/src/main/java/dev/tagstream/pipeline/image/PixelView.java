package dev.tagstream.pipeline.image;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.jpeg.DctScale;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.image.resample.ImageScaler;
import dev.tagstream.pipeline.image.resample.OutputGeometry;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Color;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What some models see of an image: its pixels, resized and cropped in one way. It reuses its
 * pixels, so it belongs to one decoder.
 */
final class PixelView implements AutoCloseable {

  private final Resize resize;
  private final @Nullable Size crop;
  private final ImageDecoder.Mode mode;
  private final ImageScaler scaler;

  private PixelImage output = new PixelImage(1, 1, new byte[3]);

  /** Of the image at hand; null before the first one. */
  private @Nullable OutputGeometry geometry;

  PixelView(Resize resize, @Nullable Size crop, ImageDecoder.Mode mode) {
    this.resize = resize;
    this.crop = crop;
    this.mode = mode;
    this.scaler =
        switch (mode) {
          case EXACT -> ImageScaler.exact(resize);
          case FAST -> ImageScaler.fast(resize);
        };
  }

  /** Whether it shows an image in this way. */
  boolean isOf(Resize otherResize, @Nullable Size otherCrop) {
    return resize.equals(otherResize) && Objects.equals(crop, otherCrop);
  }

  /**
   * Turns to the next image, before its pixels are decoded.
   *
   * @param maxPixels of the output, if its size depends on the image
   * @throws UnreadableImageException if the output would be larger
   */
  void turnTo(ImageHeader header, long maxPixels) throws UnreadableImageException {
    geometry = OutputGeometry.of(header, resize, crop, maxPixels);
  }

  /** The divisor of the image's sides while it is decoded, see {@link DctScale}. */
  int denominator(ImageHeader header) {
    return switch (mode) {
      case EXACT -> DctScale.FULL;
      case FAST -> DctScale.denominator(header, requireNonNull(geometry), resize);
    };
  }

  /**
   * Makes its pixels.
   *
   * @param image upright, with sides divided by {@code denominator}; not changed
   */
  void scale(NativeImage image, int denominator) {
    OutputGeometry wanted = requireNonNull(geometry);
    scaler.scale(image, wanted.reduced(denominator), outputFor(wanted).rgb());
  }

  /** Its pixels of the last image; valid until it makes those of the next. */
  PixelImage pixels() {
    return output;
  }

  /** The output of the last image if it has room, filled with the padding if some shows. */
  private PixelImage outputFor(OutputGeometry wanted) {
    if (output.width() != wanted.width() || output.height() != wanted.height()) {
      int bytes = 3 * wanted.width() * wanted.height();
      byte[] rgb = output.rgb().length < bytes ? new byte[bytes] : output.rgb();
      output = new PixelImage(wanted.width(), wanted.height(), rgb);
    }
    if (wanted.isPadded()) {
      fill(output, resize.padding());
    }
    return output;
  }

  private static void fill(PixelImage image, Color color) {
    byte[] rgb = image.rgb();
    for (int i = 0; i < image.bytes(); i += 3) {
      rgb[i] = (byte) color.red();
      rgb[i + 1] = (byte) color.green();
      rgb[i + 2] = (byte) color.blue();
    }
  }

  @Override
  public void close() {
    scaler.close();
  }
}
