package dev.tagstream.cli.verify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.verify.VerifyReport.Figures;
import dev.tagstream.cli.verify.VerifyReport.Guess;
import dev.tagstream.export.verify.Agreement;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

  private static final Labels COLORS =
      new Labels(
          List.of(new Label("red", null), new Label("green", null), new Label("blue", null)));

  private static final OutputSpec SIGMOID =
      new OutputSpec("scores", Kind.SIGMOID, 3, 3, List.of(0.5, 0.2, 0.8));

  private final Comparison comparison = new Comparison(SIGMOID, COLORS);

  @Test
  void modelsAgreeWhereTheSameLabelsReachTheirThresholds() {
    comparison.add("none.png", answer(0.1f, 0.05f, 0.3f), answer(0.3f, 0.01f, 0.1f));
    comparison.add("two.png", answer(0.6f, 0.9f, 0.7f), answer(0.9f, 0.6f, 0.6f));
    comparison.add("differs.png", answer(0.9f, 0.1f, 0.7f), answer(0.95f, 0.25f, 0.1f));

    Figures figures = requireNonNull(comparison.figures());

    assertThat(figures.measure().title()).isEqualTo("label agreement");
    assertThat(figures.agreement()).isEqualTo(new Agreement(2, 3));
    // 0.25 is near the threshold of 0.2
    assertThat(figures.sureAgreement()).isEqualTo(new Agreement(2, 2));
    assertThat(figures.disagreements())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.id()).isEqualTo("differs.png");
              assertThat(image.model()).isEqualTo(new Guess(1, "green", 0.1f));
              assertThat(image.reference()).isEqualTo(new Guess(1, "green", 0.25f));
            });
  }

  private static Answer answer(float... probabilities) {
    return new Answer(new int[] {0, 1, 2}, probabilities);
  }
}
