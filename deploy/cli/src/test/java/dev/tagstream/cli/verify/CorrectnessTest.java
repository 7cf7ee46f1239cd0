package dev.tagstream.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class CorrectnessTest {

  @Test
  void countsWhatOnlyOneOfTheTwoIsRightOn() {
    Correctness figures =
        new Correctness(0, 0, 0, 0)
            .plus(true, true)
            .plus(false, true)
            .plus(false, true)
            .plus(true, false)
            .plus(false, false);

    assertThat(figures).isEqualTo(new Correctness(5, 1, 2, 1));
    assertThat(figures.model()).isEqualTo(2);
    assertThat(figures.reference()).isEqualTo(3);
    assertThat(figures.netLost()).isEqualTo(1);
  }

  @Test
  void theIntervalIsThatOfPairedProportions() {
    // (3 - 2) / 252 -+ 1.96 sqrt((6 / 252 - (1 / 252)^2) / 252)
    Correctness figures = new Correctness(250, 170, 3, 2);

    assertThat(figures.leastLostPercent()).isCloseTo(-1.51, within(0.01));
    assertThat(figures.mostLostPercent()).isCloseTo(2.30, within(0.01));
  }

  @Test
  void noDifferenceSeenIsNotNoDifferenceAtAll() {
    Correctness figures = new Correctness(250, 172, 0, 0);

    assertThat(figures.leastLostPercent()).isCloseTo(-0.78, within(0.01));
    assertThat(figures.mostLostPercent()).isCloseTo(0.78, within(0.01));
  }
}
