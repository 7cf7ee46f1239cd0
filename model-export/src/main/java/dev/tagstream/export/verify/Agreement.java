package dev.tagstream.export.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * The number of images with the same best tag.
 *
 * @param agreeing images with the same best tag
 * @param images all images
 */
public record Agreement(int agreeing, int images) {

  /** The agreement on no images. */
  public static final Agreement NONE = new Agreement(0, 0);

  /** The quantile of the normal distribution for 95 %. */
  private static final double Z = 1.959964;

  /** The share of agreeing images in percent; 100 if there are no images. */
  @JsonProperty
  public double percent() {
    return images == 0 ? 100 : 100.0 * agreeing / images;
  }

  /** The lower limit of Wilson's 95 % confidence interval for the share, in percent. */
  @JsonProperty
  public double leastPercent() {
    return images == 0 ? 0 : 100 * (center() - halfWidth());
  }

  /** The upper limit of Wilson's 95 % confidence interval for the share, in percent. */
  @JsonProperty
  public double mostPercent() {
    return images == 0 ? 100 : 100 * (center() + halfWidth());
  }

  public Agreement plus(boolean agrees) {
    return new Agreement(agreeing + (agrees ? 1 : 0), images + 1);
  }

  private double center() {
    return (agreeing + Z * Z / 2) / (images + Z * Z);
  }

  private double halfWidth() {
    double share = (double) agreeing / images;
    double variance = share * (1 - share) * images + Z * Z / 4;
    return Z * Math.sqrt(variance) / (images + Z * Z);
  }

  /**
   * The share with its counts and interval, such as {@code 98.0 % (245 of 250, 95 % interval 95.4
   * to 99.1 %)}.
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f %% (%d of %d, 95 %% interval %.1f to %.1f %%)",
        percent(),
        agreeing,
        images,
        leastPercent(),
        mostPercent());
  }
}
