package dev.tagstream.cli.results;

import static dev.tagstream.cli.results.Outcomes.tag;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutcomeTextTest {

  @Test
  void showsTheBestThreeTags() {
    assertThat(
            OutcomeText.line(
                Outcomes.tagged(
                    "pets/tom.jpg",
                    tag(3, "cat", 0.91),
                    tag(1, "dog", 0.05),
                    tag(0, "cow", 0.03),
                    tag(2, "hen", 0.01))))
        .isEqualTo("pets/tom.jpg                  cat 0.910, dog 0.050, cow 0.030 and 1 more");
  }

  @Test
  void tellsWhatOfAnImageIsMissing() {
    String missing = "19 of 51 rows are missing because the file is truncated";

    assertThat(OutcomeText.line(Outcomes.truncated("half.jpg", missing, tag(3, "cat", 0.91))))
        .isEqualTo(
            "half.jpg                      cat 0.910 (19 of 51 rows are missing because the file"
                + " is truncated)");
  }

  @Test
  void namesARejectWithoutIdByItsPlace() {
    assertThat(OutcomeText.line(Outcomes.rejected(null)))
        .isEqualTo("image-events-0@7              EMPTY_IMAGE: the image has no bytes");
  }

  @Test
  void letsNoIdEndTheLineOrSteerTheTerminal() {
    assertThat(OutcomeText.line(Outcomes.tagged("a\u001b[2J\nb\u202ec", tag(3, "cat", 0.91))))
        .isEqualTo("a\uFFFD[2J\uFFFDb\uFFFDc                     cat 0.910");
  }
}
