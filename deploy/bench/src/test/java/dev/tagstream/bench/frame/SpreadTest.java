package dev.tagstream.bench.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void takesTheMiddleOfAnOddNumberOfFigures() {
    assertThat(Spread.of(List.of(7.0, 1.0, 3.0, 2.0, 9.0, 4.0, 5.0)))
        .isEqualTo(new Spread(4, 2.5, 6, 1, 9));
  }

  @Test
  void takesTheMeanOfTheMiddleTwoOfAnEvenNumber() {
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1.5, 3.5, 1, 4));
  }

  @Test
  void isOneFigureWhereThereIsOne() {
    assertThat(Spread.of(List.of(2.0))).isEqualTo(new Spread(2, 2, 2, 2, 2));
  }

  @Test
  void refusesNoFigures() {
    assertThatThrownBy(() -> Spread.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no figures have no spread");
  }
}
