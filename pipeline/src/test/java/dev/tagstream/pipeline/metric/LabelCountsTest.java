package dev.tagstream.pipeline.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LabelCountsTest {

  private final RecordedMetrics metrics = new RecordedMetrics();
  private final LabelCounts labels = new LabelCounts(metrics);

  @Test
  void countsALabelFromWhenItIsFirstSeen() {
    assertThat(metrics.all())
        .containsOnlyKeys("label=(none).topLabelImages", "label=(other).topLabelImages");

    labels.add(7, "cat");
    labels.add(0, "dog");
    labels.add(7, "cat");

    assertThat(metrics.count("label=cat.topLabelImages")).isEqualTo(2);
    assertThat(metrics.count("label=dog.topLabelImages")).isEqualTo(1);
    assertThat(metrics.count("label=(other).topLabelImages")).isZero();
  }

  /** As ImageNet has two cranes: the bird and the machine. */
  @Test
  void countsClassesOfTheSameNameTogether() {
    labels.add(134, "crane");
    labels.add(517, "crane");

    assertThat(metrics.count("label=crane.topLabelImages")).isEqualTo(2);
  }

  @Test
  void countsImagesWithoutATag() {
    labels.addUntagged();

    assertThat(metrics.count("label=(none).topLabelImages")).isEqualTo(1);
  }

  @Test
  void givesNoCounterToTheHundredAndFirstLabel() {
    for (int index = 0; index < 1000; index++) {
      labels.add(index, "label " + index);
    }
    labels.add(5, "label 5");

    assertThat(metrics.all()).hasSize(2 + 100);
    assertThat(metrics.count("label=label 5.topLabelImages")).isEqualTo(2);
    assertThat(metrics.count("label=label 99.topLabelImages")).isEqualTo(1);
    assertThat(metrics.count("label=(other).topLabelImages")).isEqualTo(900);
  }
}
