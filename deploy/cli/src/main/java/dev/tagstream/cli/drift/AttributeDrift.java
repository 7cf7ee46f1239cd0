package dev.tagstream.cli.drift;

import dev.tagstream.pipeline.drift.Drift;
import java.util.List;

/**
 * The drift of the images with each value of an attribute, from the reference of all images.
 *
 * @param attribute its name
 * @param values those with the most images, in this order
 * @param moreValues the number of other values, as far as they were counted
 * @param beyond whether there are even more values than that
 * @param moreImages the images with all other values
 */
public record AttributeDrift(
    String attribute, List<Value> values, int moreValues, boolean beyond, long moreImages) {

  /**
   * The drift of the images with one value.
   *
   * @param value of the attribute
   * @param drift from the reference of all images
   */
  public record Value(String value, Drift drift) {}

  public AttributeDrift {
    values = List.copyOf(values);
  }
}
