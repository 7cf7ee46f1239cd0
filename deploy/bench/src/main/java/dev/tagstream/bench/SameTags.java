package dev.tagstream.bench;

import dev.tagstream.bench.frame.AnswerComparison;
import dev.tagstream.pipeline.record.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tags of two sides in a round. Scores may differ in their last digits, because the
 * matrix product of a batch sums in another order than that of one image. Classes with nearly equal
 * scores may change places.
 */
public final class SameTags implements AnswerComparison<List<List<Tag>>> {

  /** Far above float32's rounding, far below a visible difference. */
  private static final float USUAL = 1e-4f;

  /** The same for 11-bit arithmetic, such as float16 and TF32. */
  private static final float OF_11_BITS = 1e-2f;

  private final float tolerance;

  private SameTags(float tolerance) {
    this.tolerance = tolerance;
  }

  /** For float32 and int8. */
  public static SameTags usual() {
    return new SameTags(USUAL);
  }

  /** For float16 and TF32. */
  public static SameTags of11Bits() {
    return new SameTags(OF_11_BITS);
  }

  @Override
  public Verdict compare(List<List<Tag>> answers, List<List<Tag>> baseline) {
    if (answers.size() != baseline.size()) {
      throw new IllegalArgumentException(
          "%d answers cannot be compared with %d".formatted(answers.size(), baseline.size()));
    }
    long agreeing = 0;
    String firstDifference = null;
    for (int i = 0; i < answers.size(); i++) {
      String difference = difference(answers.get(i), baseline.get(i));
      if (difference == null) {
        agreeing++;
      } else if (firstDifference == null) {
        firstDifference = "image %d of the round: %s".formatted(i, difference);
      }
    }
    return new Verdict(answers.size(), agreeing, firstDifference);
  }

  private @Nullable String difference(List<Tag> tags, List<Tag> others) {
    if (tags.size() != others.size()) {
      return "%d tags, but %d".formatted(tags.size(), others.size());
    }
    for (int place = 0; place < tags.size(); place++) {
      Tag tag = tags.get(place);
      Tag other = others.get(place);
      if (Math.abs(tag.score() - other.score()) > tolerance || !isAmong(others, tag)) {
        return "%s %.6f, but %s %.6f"
            .formatted(tag.label(), tag.score(), other.label(), other.score());
      }
    }
    return null;
  }

  /**
   * Whether the others have the tag, or their last score is so close that they could have had it.
   */
  private boolean isAmong(List<Tag> others, Tag tag) {
    Tag last = others.get(others.size() - 1);
    return Math.abs(last.score() - tag.score()) <= tolerance
        || others.stream()
            .anyMatch(
                other ->
                    other.index() == tag.index()
                        && Math.abs(other.score() - tag.score()) <= tolerance);
  }
}
