package dev.tagstream.pipeline.drift;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the best tags of images. Counting a known label allocates nothing. For use by one thread.
 */
public final class TagTally {

  private static final class Count {
    long images;
  }

  private final Map<String, Count> labels = new HashMap<>();
  private long tagged;
  private long untagged;
  private double confidence;

  /**
   * Counts an image by its best tag.
   *
   * @param score of that tag, 0 to 1
   */
  public void add(String label, float score) {
    labels.computeIfAbsent(label, unseen -> new Count()).images++;
    tagged++;
    confidence += score;
  }

  /** Counts an image without tags. */
  public void addUntagged() {
    untagged++;
  }

  /** The images counted. */
  public long images() {
    return tagged + untagged;
  }

  /** What was counted up to now. */
  public TagCounts counts() {
    Map<String, Long> seen = new HashMap<>();
    labels.forEach(
        (label, count) -> {
          if (count.images > 0) {
            seen.put(label, count.images);
          }
        });
    return new TagCounts(untagged, tagged == 0 ? Double.NaN : confidence / tagged, seen);
  }

  /** Begins again at 0. It remembers the labels. */
  public void clear() {
    labels.values().forEach(count -> count.images = 0);
    tagged = 0;
    untagged = 0;
    confidence = 0;
  }
}
