package dev.tagstream.cli.drift;

import dev.tagstream.pipeline.drift.Drift;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.TagTally;
import dev.tagstream.schemas.ImageTags;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts results by the value of an attribute. */
public final class AttributeTallies {

  /** The most values to compare: those with the most images. */
  public static final int MOST_COMPARED = 50;

  /**
   * The most values to count. An attribute may have a value of its own for each image, and every
   * value takes memory.
   */
  static final int MOST_COUNTED = 1000;

  /** Stands for images without the attribute. */
  private static final String NONE = "(none)";

  private static final Comparator<Map.Entry<String, TagTally>> MOST_IMAGES_FIRST =
      Comparator.comparingLong((Map.Entry<String, TagTally> entry) -> entry.getValue().images())
          .reversed()
          .thenComparing(Map.Entry::getKey);

  private final String attribute;
  private final Map<String, TagTally> tallies = new HashMap<>();
  private long notCounted;

  /**
   * Counts nothing yet.
   *
   * @param attribute its name
   */
  public AttributeTallies(String attribute) {
    this.attribute = attribute;
  }

  /** Counts a result of the topic. */
  public void add(ImageTags result) {
    add(BestTag.of(result));
  }

  void add(BestTag result) {
    String value = result.attributes().getOrDefault(attribute, NONE);
    TagTally tally = tallies.get(value);
    if (tally == null) {
      if (tallies.size() == MOST_COUNTED) {
        notCounted++;
        return;
      }
      tally = new TagTally();
      tallies.put(value, tally);
    }
    result.addTo(tally);
  }

  /** The drift of the most frequent values. */
  public AttributeDrift drift(DriftReference reference) {
    List<Map.Entry<String, TagTally>> sorted =
        tallies.entrySet().stream().sorted(MOST_IMAGES_FIRST).toList();
    List<AttributeDrift.Value> compared =
        sorted.stream()
            .limit(MOST_COMPARED)
            .map(
                entry ->
                    new AttributeDrift.Value(
                        entry.getKey(),
                        Drift.between(reference.counts(), entry.getValue().counts())))
            .toList();
    long left =
        sorted.stream().skip(MOST_COMPARED).mapToLong(entry -> entry.getValue().images()).sum();
    return new AttributeDrift(
        attribute, compared, sorted.size() - compared.size(), notCounted > 0, left + notCounted);
  }
}
