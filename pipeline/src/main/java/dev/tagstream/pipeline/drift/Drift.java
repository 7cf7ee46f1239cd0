package dev.tagstream.pipeline.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The distance of a window of images from a reference.
 *
 * @param images in the window, at least 1
 * @param psi the population stability index over the labels: the sum of {@code (share -
 *     referenceShare) * ln(share / referenceShare)}. By convention, less than 0.1 is no drift, and
 *     more than 0.2 is one to look at
 * @param psiByChance about the index to expect without any drift, because a window and a reference
 *     are samples: {@code (labels - 1) * (1 / images + 1 / referenceImages)}; too low where most
 *     labels have fewer than 5 images in the window. An index is meaningful only if it is well
 *     above this number
 * @param confidence the mean score of the best tags, 0 to 1; NaN if no image has a tag
 * @param confidenceShift the confidence less that of the reference, -1 to 1; NaN as above
 * @param labels by their contribution to the index, the largest first
 */
public record Drift(
    long images,
    double psi,
    double psiByChance,
    double confidence,
    double confidenceShift,
    List<LabelDrift> labels) {

  /** Stands for images without a tag. */
  public static final String NONE = "(none)";

  /** Stands for labels that the reference has fewer than {@value #FEWEST_IMAGES} images of. */
  public static final String OTHER = "(other)";

  /**
   * Rarer labels count together. The index of many rare labels is large by chance alone; 5 is what
   * the chi-square test asks of its classes.
   */
  static final int FEWEST_IMAGES = 5;

  private static final Comparator<LabelDrift> LARGEST_FIRST =
      Comparator.comparingDouble(LabelDrift::contribution)
          .reversed()
          .thenComparing(LabelDrift::label);

  public Drift {
    labels = List.copyOf(labels);
  }

  /**
   * Compares images with a reference.
   *
   * @param now at least one image
   */
  public static Drift between(TagCounts reference, TagCounts now) {
    long before = reference.images();
    long images = now.images();
    if (images == 0) {
      throw new IllegalArgumentException("no image has no drift");
    }
    Map<String, Long> referenceBins = bins(reference, reference);
    Map<String, Long> bins = bins(reference, now);
    bins.keySet().forEach(label -> referenceBins.putIfAbsent(label, 0L));
    List<LabelDrift> labels = new ArrayList<>(referenceBins.size());
    referenceBins.forEach(
        (label, count) ->
            labels.add(
                LabelDrift.of(
                    label,
                    count / (double) before,
                    bins.getOrDefault(label, 0L) / (double) images)));
    labels.sort(LARGEST_FIRST);
    return new Drift(
        images,
        labels.stream().mapToDouble(LabelDrift::contribution).sum(),
        (labels.size() - 1) * (1.0 / images + 1.0 / before),
        now.meanConfidence(),
        now.meanConfidence() - reference.meanConfidence(),
        labels);
  }

  /** The images by the labels that count by themselves, and the rest together. */
  private static Map<String, Long> bins(TagCounts reference, TagCounts counts) {
    Map<String, Long> bins = new HashMap<>();
    counts
        .labels()
        .forEach(
            (label, images) -> {
              boolean rare = reference.labels().getOrDefault(label, 0L) < FEWEST_IMAGES;
              bins.merge(rare ? OTHER : label, images, Long::sum);
            });
    if (counts.untagged() > 0) {
      bins.merge(NONE, counts.untagged(), Long::sum);
    }
    return bins;
  }
}
