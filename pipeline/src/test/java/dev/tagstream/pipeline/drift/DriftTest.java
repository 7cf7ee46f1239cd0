package dev.tagstream.pipeline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DriftTest {

  private static final TagCounts REFERENCE =
      new TagCounts(0, 0.9, Map.of("cat", 500L, "dog", 300L, "fox", 200L));

  @Test
  void isNothingForTheSameShares() {
    Drift drift =
        Drift.between(REFERENCE, new TagCounts(0, 0.9, Map.of("cat", 50L, "dog", 30L, "fox", 20L)));

    assertThat(drift.psi()).isZero();
    assertThat(drift.confidenceShift()).isZero();
    assertThat(drift.images()).isEqualTo(100);
  }

  /** (0.2 - 0.5) ln(0.2 / 0.5) + (0.6 - 0.3) ln(0.6 / 0.3) + 0, by hand. */
  @Test
  void isThePopulationStabilityIndex() {
    Drift drift =
        Drift.between(REFERENCE, new TagCounts(0, 0.7, Map.of("cat", 20L, "dog", 60L, "fox", 20L)));

    assertThat(drift.psi()).isCloseTo(0.4828, within(0.00005));
    assertThat(drift.confidenceShift()).isCloseTo(-0.2, within(1e-9));
    assertThat(drift.labels()).extracting(LabelDrift::label).containsExactly("cat", "dog", "fox");
    assertThat(drift.labels().get(0).contribution()).isCloseTo(0.2749, within(0.00005));
    assertThat(drift.labels().get(0).referenceShare()).isEqualTo(0.5);
    assertThat(drift.labels().get(0).share()).isEqualTo(0.2);
  }

  /** 2 degrees of freedom, 1 / 100 + 1 / 1000. */
  @Test
  void tellsTheIndexToExpectByChance() {
    Drift drift =
        Drift.between(REFERENCE, new TagCounts(0, 0.9, Map.of("cat", 50L, "dog", 30L, "fox", 20L)));

    assertThat(drift.psiByChance()).isCloseTo(0.022, within(1e-9));
  }

  /** (0.0001 - 0.2) ln(0.0001 / 0.2) for the fox that vanished. */
  @Test
  void hasALimitForALabelThatVanishes() {
    Drift drift = Drift.between(REFERENCE, new TagCounts(0, 0.9, Map.of("cat", 50L, "dog", 50L)));

    assertThat(drift.labels().get(0))
        .satisfies(
            fox -> {
              assertThat(fox.label()).isEqualTo("fox");
              assertThat(fox.share()).isZero();
              assertThat(fox.contribution()).isCloseTo(1.5194, within(0.00005));
            });
  }

  @Test
  void countsRareAndUnknownLabelsTogether() {
    TagCounts reference = new TagCounts(0, 0.9, Map.of("cat", 96L, "lynx", 4L));

    Drift drift =
        Drift.between(reference, new TagCounts(0, 0.9, Map.of("cat", 80L, "lynx", 5L, "elk", 15L)));

    assertThat(drift.labels()).extracting(LabelDrift::label).containsExactly(Drift.OTHER, "cat");
    assertThat(drift.labels().get(0).referenceShare()).isEqualTo(0.04);
    assertThat(drift.labels().get(0).share()).isEqualTo(0.2);
  }

  @Test
  void countsImagesWithoutTagsAsALabel() {
    Drift drift = Drift.between(REFERENCE, new TagCounts(10, Double.NaN, Map.of()));

    assertThat(drift.labels()).extracting(LabelDrift::label).contains(Drift.NONE);
    assertThat(drift.psi()).isGreaterThan(5);
    assertThat(drift.confidenceShift()).isNaN();
  }

  @Test
  void needsAnImage() {
    assertThatThrownBy(() -> Drift.between(REFERENCE, new TagCounts(0, Double.NaN, Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void talliesGiveTheMeanScoreOfTheBestTags() {
    TagTally tally = new TagTally();
    tally.add("cat", 0.5f);
    tally.add("cat", 1f);
    tally.add("dog", 0.75f);
    tally.addUntagged();

    assertThat(tally.counts()).isEqualTo(new TagCounts(1, 0.75, Map.of("cat", 2L, "dog", 1L)));
    tally.clear();
    assertThat(tally.counts()).isEqualTo(new TagCounts(0, Double.NaN, Map.of()));
  }
}
