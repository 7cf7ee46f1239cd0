package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.image.jpeg.DctScale;
import dev.tagstream.pipeline.image.opencv.NativeImage;
import dev.tagstream.pipeline.image.opencv.OpenCvReader;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.util.ArrayList;
import java.util.List;
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
   * @param others the pixels for further models, which may share theirs; borrowed like {@code
   *     pixels}; none unless the decoder was made for several models
   */
  public record Decoded(
      PixelImage pixels,
      int originalWidth,
      int originalHeight,
      @Nullable String missing,
      PixelImage[] others) {

    private static final PixelImage[] NO_OTHERS = {};

    /** An image for one model. */
    public Decoded(
        PixelImage pixels, int originalWidth, int originalHeight, @Nullable String missing) {
      this(pixels, originalWidth, originalHeight, missing, NO_OTHERS);
    }

    /** A complete image, without missing pixels, for one model. */
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

  private final ImageLimits limits;
  private final TruncatedImages truncated;
  private final ImageReader reader = new ImageReader();

  /** The main one first, no two alike. */
  private final PixelView[] views;

  /** Of each further model, the view that it shares with models like it. */
  private final PixelView[] ofOthers;

  private final PixelImage[] others;

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
    this(List.of(preprocessing), limits, mode, truncated);
  }

  /**
   * Decodes for several models.
   *
   * @param preprocessings what {@link Decoded#pixels} and then each of {@link Decoded#others} are
   *     for; at least one
   */
  public ImageDecoder(
      List<Preprocessing> preprocessings,
      ImageLimits limits,
      Mode mode,
      TruncatedImages truncated) {
    this.limits = limits;
    this.truncated = truncated;
    List<PixelView> distinct = new ArrayList<>();
    this.ofOthers =
        preprocessings.stream()
            .map(preprocessing -> view(preprocessing, mode, distinct))
            .skip(1)
            .toArray(PixelView[]::new);
    this.views = distinct.toArray(PixelView[]::new);
    this.others = new PixelImage[ofOthers.length];
  }

  /** The view of {@code distinct} for a model; added if there is none. */
  private static PixelView view(Preprocessing preprocessing, Mode mode, List<PixelView> distinct) {
    Resize resize = preprocessing.resize();
    Size crop = preprocessing.crop();
    for (PixelView view : distinct) {
      if (view.isOf(resize, crop)) {
        return view;
      }
    }
    PixelView view = new PixelView(resize, crop, mode);
    distinct.add(view);
    return view;
  }

  /** Loads the native libraries, so that the first image need not wait for them. */
  public static void loadLibraries() {
    OpenCvReader.load();
  }

  @Override
  public Decoded decode(ByteRange file) throws UnreadableImageException {
    ImageHeader header = HeaderReader.readWithin(file, limits);
    for (PixelView view : views) {
      view.turnTo(header, limits.maxOutputPixels());
    }
    EncodedBytes encoded = new EncodedBytes(header.format().name(), file);
    MissingPixels missing =
        switch (truncated) {
          case REJECT -> MissingPixels.refusing(encoded);
          case TAG -> MissingPixels.tolerating(encoded);
        };
    try {
      makePixels(encoded, header, missing);
    } finally {
      reader.shrink();
    }
    for (int i = 0; i < others.length; i++) {
      others[i] = ofOthers[i].pixels();
    }
    return new Decoded(
        views[0].pixels(), header.uprightWidth(), header.uprightHeight(), missing.toLine(), others);
  }

  /** Decodes once for all views, but anew for one that takes a JPEG in another size. */
  private void makePixels(EncodedBytes encoded, ImageHeader header, MissingPixels missing)
      throws UnreadableImageException {
    NativeImage image = null;
    int decodedBy = DctScale.FULL;
    for (PixelView view : views) {
      int denominator = view.denominator(header);
      if (image == null || denominator != decodedBy) {
        image = reader.read(encoded, header, denominator, missing);
        decodedBy = denominator;
      }
      view.scale(image, denominator);
    }
  }

  @Override
  public void close() {
    reader.close();
    for (PixelView view : views) {
      view.close();
    }
  }
}
