package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.schemas.model.OutputSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilitiesTest {

  private static final Probabilities OF_LOGITS =
      new Probabilities(new OutputSpec("logits", OutputSpec.Kind.LOGITS, 2, 1));
  private static final Probabilities OF_PROBABILITIES =
      new Probabilities(new OutputSpec("probabilities", OutputSpec.Kind.PROBABILITIES, 2, 1));

  @Test
  void takesTheSoftmaxOfEachRow() throws Exception {
    float[] rows = {0, 0, 0, (float) Math.log(3)};

    float[] probabilities = OF_LOGITS.of(rows);

    assertThat(probabilities)
        .containsExactly(new float[] {0.5f, 0.5f, 0.25f, 0.75f}, within(1e-6f));
    assertThat(rows).as("what the model gave").containsExactly(0, 0, 0, (float) Math.log(3));
  }

  @Test
  void standsLogitsThatWouldOverflowExp() throws Exception {
    float[] rows = {1000, 1000, -Float.MAX_VALUE, Float.MAX_VALUE};

    assertThat(OF_LOGITS.of(rows)).containsExactly(0.5f, 0.5f, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesLogitsThatAreNotFinite(float logit) {
    assertThatThrownBy(() -> OF_LOGITS.of(new float[] {1, 2, 3, logit}))
        .isInstanceOf(ModelFailedException.class)
        .hasMessage(
            "the model returned " + logit + " for class 1 of row 1, which is not a finite logit");
  }

  @Test
  void takesProbabilitiesAsTheyAre() throws Exception {
    float[] rows = {0.25f, 0.5f};

    assertThat(OF_PROBABILITIES.of(rows)).containsExactly(0.25f, 0.5f);
  }

  @Test
  void takesIndependentProbabilitiesAsTheyAreThoughTheyAddUpToMore() throws Exception {
    float[] rows = {0.75f, 0.875f};

    assertThat(new Probabilities(new OutputSpec("sigmoid", OutputSpec.Kind.SIGMOID, 2, 2)).of(rows))
        .containsExactly(0.75f, 0.875f);
  }

  @Test
  void takesWhatRoundingCarriedBeyondTheRange() throws Exception {
    float[] rows = {1.0000001f, -1e-7f};

    assertThat(OF_PROBABILITIES.of(rows)).containsExactly(1, 0);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 12.5f, -0.5f})
  void refusesWhatIsNoProbability(float value) {
    assertThatThrownBy(() -> OF_PROBABILITIES.of(new float[] {value, 0}))
        .isInstanceOf(ModelFailedException.class)
        .hasMessage(
            "the model returned " + value + " for class 0 of row 0, which is not a probability");
  }
}
