package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.image.jpeg.DctScale;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.image.opencv.OpenCvReader;
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
 * Turns encoded images into the pixels that a model expects: decoded like Pillow's {@code
 * convert("RGB")}, rotated upright by EXIF orientation, resized and cropped by the model's
 * contract.
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
   * @param missing a line that describes the missing pixels; null if the image is complete
   */
  public record Decoded(
      PixelImage pixels, int originalWidth, int originalHeight, @Nullable String missing) {

    /** A complete image, without missing pixels. */
    public Decoded(PixelImage pixels, int originalWidth, int originalHeight) {
      this(pixels, originalWidth, originalHeight, null);
    }
  }

  /** How closely the pixels match Pillow's. */
  public enum Mode {
    /** Equal, except for the rounding of JPEG and WebP decoders. */
    EXACT,
    /**
     * Within about 1 of 255 on average in photographs: images are resized with coarser weights if
     * the filter has no negative ones, and large JPEGs are first decoded to a half, a quarter or an
     * eighth of their sides.
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

  /** Loads the native libraries, so that the first image need not wait for them. */
  public static void loadLibraries() {
    OpenCvReader.load();
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

  /** The output of the last image if it has room, filled with the padding if some shows. */
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
