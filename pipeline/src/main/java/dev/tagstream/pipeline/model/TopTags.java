package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.OutputSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the best tags of an image from its row of probabilities. Safe for use by several threads.
 */
public final class TopTags {

  private final Labels labels;
  private final int classes;
  private final int count;

  /** The lowest score that makes a tag, one for each class. */
  private final float[] thresholds;

  /**
   * Chooses among the classes of {@code contract}, with its thresholds.
   *
   * @param contract whose output is chosen from
   * @param count the most tags an image gets, at least 1; more than there are classes means all
   */
  public TopTags(ModelContract contract, int count) {
    this(contract, count, List.of());
  }

  /**
   * Chooses among the classes of {@code contract}.
   *
   * @param contract whose output is chosen from
   * @param count the most tags an image gets, at least 1; more than there are classes means all
   * @param thresholds the lowest probability that makes a tag, 0 to 1, one a class; empty for those
   *     of {@code contract}
   */
  public TopTags(ModelContract contract, int count, List<Double> thresholds) {
    if (count < 1) {
      throw new IllegalArgumentException("the number of tags must be at least 1 but was " + count);
    }
    OutputSpec output =
        thresholds.isEmpty() ? contract.output() : contract.output().with(thresholds);
    this.labels = contract.labels();
    this.classes = output.classes();
    this.count = Math.min(count, classes);
    this.thresholds = new float[classes];
    for (int index = 0; index < classes; index++) {
      this.thresholds[index] = (float) output.threshold(index);
    }
  }

  /**
   * The best tags of one image, highest score first; of equal scores the lower index first.
   *
   * @param scores probabilities, float32 [images, classes], row by row, none of them NaN
   * @param offset where the image's row begins
   */
  public List<Tag> of(float[] scores, int offset) {
    int[] best = new int[count];
    int found = 0;
    for (int index = 0; index < classes; index++) {
      float score = scores[offset + index];
      if (score < thresholds[index]
          || (found == count && score <= scores[offset + best[count - 1]])) {
        continue;
      }
      int place = found < count ? found++ : count - 1;
      while (place > 0 && score > scores[offset + best[place - 1]]) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = index;
    }
    return tags(best, found, scores, offset);
  }

  private List<Tag> tags(int[] best, int found, float[] scores, int offset) {
    List<Tag> tags = new ArrayList<>(found);
    for (int place = 0; place < found; place++) {
      int index = best[place];
      Label label = labels.of(index);
      tags.add(new Tag(index, label.name(), label.wnid(), scores[offset + index]));
    }
    return tags;
  }
}
