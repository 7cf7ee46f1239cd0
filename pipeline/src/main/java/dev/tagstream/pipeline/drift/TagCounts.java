package dev.tagstream.pipeline.drift;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The best tags of a number of images.
 *
 * @param untagged the images without a tag, at least 0
 * @param meanConfidence the mean score of the best tags, 0 to 1; NaN if no image has a tag
 * @param labels the images by the label of their best tag, each at least 1, in the order of the
 *     labels
 */
public record TagCounts(long untagged, double meanConfidence, Map<String, Long> labels)
    implements Serializable {

  public TagCounts {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    if (untagged < 0 || labels.values().stream().anyMatch(images -> images < 1)) {
      throw new IllegalArgumentException("counts must not be negative or empty");
    }
    if (labels.isEmpty() != Double.isNaN(meanConfidence)) {
      throw new IllegalArgumentException("confidence is that of tags, and no tag has none");
    }
  }

  /** The images with a tag. */
  public long tagged() {
    return labels.values().stream().mapToLong(Long::longValue).sum();
  }

  /** All images. */
  public long images() {
    return tagged() + untagged;
  }
}
