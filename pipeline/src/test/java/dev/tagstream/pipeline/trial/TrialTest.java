package dev.tagstream.pipeline.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrialTest {

  private static final Tag CAT = new Tag(0, "cat", null, 0.75f);
  private static final Tag DOG = new Tag(1, "dog", null, 0.75f);

  private final Trial trial = new Trial(TrialLimits.USUAL);

  @Test
  void aModelThatDoesAsTheMainOneGoesOn() {
    for (int batch = 0; batch < 100; batch++) {
      both(10, CAT, CAT);
      assertThat(trial.judge()).isNull();
    }
    assertThat(trial.agreement()).isEqualTo(1);
  }

  @Test
  void stopsForFailuresAboveThoseOfTheMainModel() {
    both(50, CAT, CAT);
    for (int i = 0; i < 9; i++) {
      trial.other().failed();
    }
    assertThat(trial.judge()).isNull();
    trial.other().failed();

    assertThat(trial.judge())
        .isEqualTo("it failed on 10 of 60 images, a share of 0.167, and the main model on 0.000");
  }

  @Test
  void goesOnIfTheMainModelFailsAsOften() {
    for (int i = 0; i < 150; i++) {
      trial.main().failed();
      trial.other().failed();
    }

    assertThat(trial.judge()).isNull();
  }

  @Test
  void stopsForUnusableScores() {
    both(100, CAT, CAT);
    trial.other().unusable();
    trial.other().unusable();
    assertThat(trial.judge()).isNull();
    trial.other().unusable();

    assertThat(trial.judge())
        .isEqualTo(
            "it gave unusable scores, such as NaN, for 3 of 103 images and the main model for none");
  }

  @Test
  void stopsForTagsThatAreMostlyOthers() {
    both(90, CAT, CAT);
    both(109, CAT, DOG);
    assertThat(trial.judge()).isNull();
    both(1, CAT, DOG);

    assertThat(trial.judge())
        .isEqualTo("its best tag is the main model's for 90 of 200 images, a share below 0.500");
    assertThat(trial.agreement()).isEqualTo(0.45);
  }

  @Test
  void stopsForAnotherConfidence() {
    both(200, CAT, new Tag(0, "cat", null, 0.5f));

    assertThat(trial.judge())
        .isEqualTo(
            "the mean score of its best tags is -0.250 from the main model's, more than 0.200");
  }

  @Test
  void hasNoConfidenceToCompareWithoutTags() {
    for (int i = 0; i < 200; i++) {
      trial.main().tagged(List.of(CAT));
      trial.other().tagged(List.of());
    }

    assertThat(trial.judge()).isNull();
  }

  @Test
  void stopsIfItIsSlowerForABatchAndForAnImage() {
    both(200, CAT, CAT);
    trial.main().ran(200, 1_000);
    trial.other().ran(200, 4_100);

    assertThat(trial.judge())
        .isEqualTo("it took 4.1 times as long as the main model for an image, above 4.0");
  }

  /** A canary's part of a batch is small, which costs more for an image. */
  @Test
  void goesOnIfItIsSlowerForAnImageOnly() {
    both(200, CAT, CAT);
    trial.main().ran(32, 1_000);
    trial.other().ran(2, 900);

    assertThat(trial.judge()).isNull();
  }

  @Test
  void eachWindowIsJudgedByItself() {
    both(200, CAT, CAT);
    assertThat(trial.judge()).isNull();
    both(199, CAT, DOG);
    assertThat(trial.judge()).isNull();
    assertThat(trial.agreement()).isEqualTo(1);
    both(1, CAT, DOG);

    assertThat(trial.judge()).isNotNull();
  }

  @Test
  void aReasonStays() {
    trial.broken("it does not run");
    both(400, CAT, CAT);

    assertThat(trial.judge()).isEqualTo("it does not run");
  }

  private void both(int images, Tag byMain, Tag byOther) {
    for (int i = 0; i < images; i++) {
      trial.main().tagged(List.of(byMain));
      trial.other().tagged(List.of(byOther));
      trial.compare(List.of(byMain), List.of(byOther));
    }
  }
}
