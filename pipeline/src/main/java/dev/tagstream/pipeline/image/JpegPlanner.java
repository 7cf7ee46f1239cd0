package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.ExifOrientation;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.jpeg.JpegHeader;
import dev.tagstream.pipeline.image.jpeg.JpegSampling;
import dev.tagstream.pipeline.image.resample.Kernel;
import dev.tagstream.pipeline.image.resample.OutputGeometry;
import dev.tagstream.pipeline.image.resample.ResamplingTables;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import org.jspecify.annotations.Nullable;

/**
 * Decides which images a device for baseline JPEGs can decode, and how. It checks what {@link
 * ImageDecoder} checks before it decodes.
 *
 * <p>Not thread-safe: it caches the tables of recent sizes.
 */
public final class JpegPlanner {

  /** libjpeg upsamples chroma planes of up to 2 columns in another way. */
  private static final int LEAST_SIDE = 8;

  /** Larger images would need too much device memory at a time. */
  private static final long MOST_PIXELS = 1 << 24;

  private final Preprocessing preprocessing;
  private final ImageLimits limits;
  private final ResamplingTables tables;

  /**
   * A planner for a model.
   *
   * @throws IllegalArgumentException if {@link #canPlan} is false for it
   */
  public JpegPlanner(Preprocessing preprocessing, ImageLimits limits) {
    Kernel kernel = Kernel.of(preprocessing.resize());
    if (kernel == null || !hasOneSize(preprocessing)) {
      throw new IllegalArgumentException("no plan for " + preprocessing);
    }
    this.preprocessing = preprocessing;
    this.limits = limits;
    this.tables = ResamplingTables.exact(kernel, preprocessing.resize().antialias());
  }

  /** Whether all images get one size, with a filter that weights pixels and black padding. */
  public static boolean canPlan(Preprocessing preprocessing) {
    return Kernel.of(preprocessing.resize()) != null && hasOneSize(preprocessing);
  }

  private static boolean hasOneSize(Preprocessing preprocessing) {
    return preprocessing.crop() != null || preprocessing.resize().rule() == Resize.Rule.EXACT;
  }

  /**
   * Plans one image.
   *
   * @return null if the CPU must decode it
   * @throws UnreadableImageException if it cannot be decoded at all
   */
  public @Nullable JpegPlan plan(ByteRange encoded) throws UnreadableImageException {
    ImageHeader header = HeaderReader.readWithin(encoded, limits);
    if (header.format() != ImageFormat.JPEG
        || header.orientation() != ExifOrientation.UPRIGHT
        || header.passes() != ImageHeader.ONE_PASS
        || Math.min(header.width(), header.height()) < LEAST_SIDE
        || (long) header.width() * header.height() > MOST_PIXELS) {
      return null;
    }
    JpegSampling sampling = JpegHeader.baselineSampling(encoded);
    if (sampling == null) {
      return null;
    }
    OutputGeometry geometry =
        OutputGeometry.of(
            header, preprocessing.resize(), preprocessing.crop(), limits.maxOutputPixels());
    return new JpegPlan(
        header.width(),
        header.height(),
        sampling,
        tables.of(geometry.columns()),
        tables.of(geometry.rows()),
        geometry.left(),
        geometry.top(),
        geometry.width(),
        geometry.height());
  }
}
