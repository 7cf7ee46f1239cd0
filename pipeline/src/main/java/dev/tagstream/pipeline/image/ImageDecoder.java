package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.image.jpeg.DctScale;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.image.resample.ImageScaler;
import dev.tagstream.pipeline.image.resample.OutputGeometry;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Color;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import org.jspecify.annotations.Nullable;

/**
 * Turns encoded images into the pixels a model wants to see: decoded as Pillow's {@code
 * convert("RGB")} gives them, turned upright by EXIF orientation, resized and cropped by the
 * model's contract.
 *
 * <p>Not thread-safe: it reuses its buffers, so it belongs to one operator instance.
 */
public final class ImageDecoder implements PixelDecoder {

  /**
   * A decoded image.
   *
   * @param pixels borrowed: valid until the decoder decodes its next image
   * @param originalWidth width before resizing, after EXIF orientation, in pixels
   * @param originalHeight height before resizing, after EXIF orientation, in pixels
   * @param missing what the image lacks, in one line for a person; null where it is whole
   */
  public record Decoded(
      PixelImage pixels, int originalWidth, int originalHeight, @Nullable String missing) {

    /** A whole image. */
    public Decoded(PixelImage pixels, int originalWidth, int originalHeight) {
      this(pixels, originalWidth, originalHeight, null);
    }
  }

  /** How close to Pillow's the pixels are. */
  public enum Mode {
    /** The same, but for what JPEG and WebP decoders round. */
    EXACT,
    /**
     * Within about 1 of 255 on average in photographs: images are resized with coarser weights,
     * where the filter has no negative ones, and large JPEGs are decoded to a half, a quarter or an
     * eighth of their sides before.
     */
    FAST
  }

  private final Resize resize;
  private final @Nullable Size crop;
  private final ImageLimits limits;
  private final Mode mode;
  private final TruncatedImages truncated;
  private final ImageReader reader = new ImageReader();
  private final ImageScaler scaler;

  private PixelImage output = new PixelImage(1, 1, new byte[3]);

  /** Decodes to the reference's pixels, to the bit. */
  public ImageDecoder(Preprocessing preprocessing, ImageLimits limits) {
    this(preprocessing, limits, Mode.EXACT);
  }

  /** Decodes for a model; refuses truncated images. */
  public ImageDecoder(Preprocessing preprocessing, ImageLimits limits, Mode mode) {
    this(preprocessing, limits, mode, TruncatedImages.REJECT);
  }

  /** Decodes for a model. */
  public ImageDecoder(
      Preprocessing preprocessing, ImageLimits limits, Mode mode, TruncatedImages truncated) {
    this.resize = preprocessing.resize();
    this.crop = preprocessing.crop();
    this.limits = limits;
    this.mode = mode;
    this.truncated = truncated;
    this.scaler =
        switch (mode) {
          case EXACT -> ImageScaler.exact(resize);
          case FAST -> ImageScaler.fast(resize);
        };
  }

  @Override
  public Decoded decode(ByteRange file) throws UnreadableImageException {
    ImageHeader header = HeaderReader.readWithin(file, limits);
    OutputGeometry geometry = OutputGeometry.of(header, resize, crop, limits.maxOutputPixels());
    try {
      int denominator =
          mode == Mode.EXACT ? DctScale.FULL : DctScale.denominator(header, geometry, resize);
      EncodedBytes encoded = new EncodedBytes(header.format().name(), file);
      MissingPixels missing =
          switch (truncated) {
            case REJECT -> MissingPixels.refusing(encoded);
            case TAG -> MissingPixels.tolerating(encoded);
          };
      NativeImage image = reader.read(encoded, header, denominator, missing);
      PixelImage pixels = outputFor(geometry);
      scaler.scale(image, geometry.reduced(denominator), pixels.rgb());
      return new Decoded(pixels, header.uprightWidth(), header.uprightHeight(), missing.toLine());
    } finally {
      reader.shrink();
    }
  }

  /** The output of the last image if it has room, filled with the padding where some shows. */
  private PixelImage outputFor(OutputGeometry geometry) {
    if (output.width() != geometry.width() || output.height() != geometry.height()) {
      int bytes = 3 * geometry.width() * geometry.height();
      byte[] rgb = output.rgb().length < bytes ? new byte[bytes] : output.rgb();
      output = new PixelImage(geometry.width(), geometry.height(), rgb);
    }
    if (geometry.isPadded()) {
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
    reader.close();
    scaler.close();
  }
}
