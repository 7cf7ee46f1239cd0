package dev.tagstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import dev.tagstream.pipeline.record.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;

class SameTagsTest {

  private static final SameTags SAME = SameTags.usual();

  private static Tag tag(int index, double score) {
    return new Tag(index, "class-" + index, null, (float) score);
  }

  @Test
  void agreesWhereScoresDifferInTheirLastDigits() {
    assertThat(
            SAME.compare(
                List.of(List.of(tag(3, 0.700001), tag(1, 0.2))),
                List.of(List.of(tag(3, 0.7), tag(1, 0.2)))))
        .isEqualTo(new Verdict(1, 1, null));
  }

  @Test
  void agreesWhereEqualClassesChangePlaces() {
    assertThat(
            SAME.compare(
                List.of(List.of(tag(3, 0.5), tag(1, 0.2), tag(2, 0.2))),
                List.of(List.of(tag(3, 0.5), tag(2, 0.2), tag(1, 0.2)))))
        .isEqualTo(new Verdict(1, 1, null));
  }

  @Test
  void tellsTheFirstImageThatIsTaggedDifferently() {
    assertThat(
            SAME.compare(
                List.of(List.of(tag(3, 0.7)), List.of(tag(3, 0.7)), List.of(tag(4, 0.6))),
                List.of(List.of(tag(3, 0.7)), List.of(tag(4, 0.8)), List.of(tag(5, 0.8)))))
        .isEqualTo(
            new Verdict(3, 1, "image 1 of the round: class-3 0.700000, but class-4 0.800000"));
  }

  @Test
  void doesNotTakeAnotherClassForTheSame() {
    assertThat(
            SAME.compare(
                List.of(List.of(tag(3, 0.7), tag(1, 0.2))),
                List.of(List.of(tag(4, 0.7), tag(1, 0.2)))))
        .isEqualTo(
            new Verdict(1, 0, "image 0 of the round: class-3 0.700000, but class-4 0.700000"));
  }
}
