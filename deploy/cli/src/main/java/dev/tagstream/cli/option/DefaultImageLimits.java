package dev.tagstream.cli.option;

import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.image.ImageLimits;

/** The job's default size limits of images, for commands that decode images without a job. */
public final class DefaultImageLimits {

  private DefaultImageLimits() {}

  /** The default values of the {@code tagging.limits.*} options. */
  public static ImageLimits ofTheJob() {
    return new ImageLimits(
        TaggingOptions.LIMITS_MAX_ENCODED_BYTES.defaultValue().getBytes(),
        TaggingOptions.LIMITS_MAX_PIXELS.defaultValue(),
        TaggingOptions.LIMITS_MAX_SIDE.defaultValue());
  }
}
