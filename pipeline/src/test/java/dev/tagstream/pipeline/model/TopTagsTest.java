package dev.tagstream.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopTagsTest {

  private static final Labels ANIMALS =
      new Labels(
          List.of(
              new Label("cat", "n02121620"),
              new Label("dog", "n02084071"),
              new Label("newt", null)));

  @Test
  void givesTheBestFirst() {
    assertThat(top(ANIMALS, 3, 2, 0).of(new float[] {0.2f, 0.7f, 0.1f}, 0))
        .containsExactly(
            new Tag(1, "dog", "n02084071", 0.7f), new Tag(0, "cat", "n02121620", 0.2f));
  }

  @Test
  void readsTheRowAtItsOffset() {
    assertThat(top(ANIMALS, 3, 1, 0).of(new float[] {1, 0, 0, 0.1f, 0.2f, 0.7f}, 3))
        .containsExactly(new Tag(2, "newt", null, 0.7f));
  }

  @Test
  void givesTheLowerIndexFirstWhereScoresAreEqual() {
    assertThat(top(ANIMALS, 3, 2, 0).of(new float[] {0.2f, 0.4f, 0.4f}, 0))
        .extracting(Tag::index)
        .containsExactly(1, 2);
    assertThat(top(ANIMALS, 3, 2, 0).of(new float[] {0.25f, 0.25f, 0.25f}, 0))
        .extracting(Tag::index)
        .containsExactly(0, 1);
  }

  @Test
  void keepsAScoreThatIsExactlyTheMinimum() {
    assertThat(top(ANIMALS, 3, 3, 0.3f).of(new float[] {0.29f, 0.3f, 0.41f}, 0))
        .extracting(Tag::label)
        .containsExactly("newt", "dog");
  }

  @Test
  void givesNoTagsWhereNoneIsGoodEnough() {
    assertThat(top(ANIMALS, 3, 3, 0.9f).of(new float[] {0.3f, 0.3f, 0.4f}, 0)).isEmpty();
  }

  @Test
  void givesEveryIndependentLabelFromOneHalfOn() {
    OutputSpec output = new OutputSpec("sigmoid", OutputSpec.Kind.SIGMOID, 3, 3);

    assertThat(new TopTags(contract(ANIMALS, output), 3).of(new float[] {0.5f, 0.9f, 0.49f}, 0))
        .extracting(Tag::label)
        .containsExactly("dog", "cat");
  }

  @Test
  void givesTheLabelsThatReachTheirOwnThreshold() {
    OutputSpec output =
        new OutputSpec("sigmoid", OutputSpec.Kind.SIGMOID, 3, 3, List.of(0.2, 0.95, 0.35));

    assertThat(new TopTags(contract(ANIMALS, output), 3).of(new float[] {0.2f, 0.9f, 0.35f}, 0))
        .extracting(Tag::label)
        .containsExactly("newt", "cat");
  }

  @Test
  void givesAllClassesWhereMoreAreWanted() {
    assertThat(top(ANIMALS, 3, 10, 0).of(new float[] {0.2f, 0.7f, 0.1f}, 0)).hasSize(3);
  }

  @Test
  void callsAClassByItsIndexWhereTheModelNamesNone() {
    assertThat(top(new Labels(List.of()), 3, 1, 0).of(new float[] {0.1f, 0.2f, 0.7f}, 0))
        .containsExactly(new Tag(2, "2", null, 0.7f));
  }

  @Test
  void agreesWithSortingAThousandClasses() {
    Random random = new Random(7);
    TopTags top = top(new Labels(List.of()), 1000, 20, 0);
    for (int trial = 0; trial < 100; trial++) {
      float[] scores = new float[1000];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(200) / 200f;
      }
      List<Integer> sorted =
          IntStream.range(0, 1000)
              .boxed()
              .sorted(Comparator.comparing((Integer i) -> -scores[i]).thenComparing(i -> i))
              .limit(20)
              .toList();

      assertThat(top.of(scores, 0)).extracting(Tag::index).isEqualTo(sorted);
    }
  }

  @Test
  void refusesToGiveNoTags() {
    assertThatThrownBy(() -> top(ANIMALS, 3, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of tags must be at least 1 but was 0");
  }

  @Test
  void refusesAMinimumThatIsNoProbability() {
    assertThatThrownBy(() -> top(ANIMALS, 3, 1, 1.5f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("thresholds must be from 0 to 1 but are [1.5, 1.5, 1.5]");
    assertThatThrownBy(() -> top(ANIMALS, 3, 1, Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("thresholds must be from 0 to 1 but are [NaN, NaN, NaN]");
  }

  private static TopTags top(Labels labels, int classes, int count, float minScore) {
    return new TopTags(
        contract(labels, new OutputSpec("logits", OutputSpec.Kind.LOGITS, classes, 1)),
        count,
        Collections.nCopies(classes, (double) minScore));
  }

  private static ModelContract contract(Labels labels, OutputSpec output) {
    Resize resize = new Resize(Resize.Rule.EXACT, 4, 4, Resize.Filter.BILINEAR, true);
    Contract contract =
        new Contract(
            "test",
            null,
            null,
            null,
            null,
            new InputSpec("input", PixelType.UINT8, PixelLayout.NHWC, 4, 4),
            new Preprocessing(
                resize,
                null,
                Preprocessing.ChannelOrder.RGB,
                1,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0)),
            output,
            null);
    return new ModelContract(
        new ModelDescription(contract, labels), "0".repeat(64), ModelContract.ANY_BATCH);
  }
}
