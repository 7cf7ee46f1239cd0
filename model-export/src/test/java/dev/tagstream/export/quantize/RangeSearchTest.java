package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RangeSearchTest {

  private static final int VALUES = 100_000;

  @Test
  void clipsNothingWhereValuesLieCloseTogether() {
    ActivationRange range = RangeSearch.leastError(HistogramTest.of(-0.25f, 1, 3));

    assertThat(range).isEqualTo(new ActivationRange(-0.25f, 3));
  }

  @Test
  void aRangeHoldsZero() {
    assertThat(RangeSearch.leastError(HistogramTest.of(2, 3))).isEqualTo(new ActivationRange(0, 3));
    assertThat(RangeSearch.leastError(HistogramTest.of(-2, -3)))
        .isEqualTo(new ActivationRange(-3, 0));
  }

  @Test
  void clipsOneFarValueForTheSakeOfAllOthers() {
    float[] values = uniform();
    values[0] = 8;

    ActivationRange range = RangeSearch.leastError(HistogramTest.of(values));

    // (8 - max)^2 + 100 000 ((max + 1) / 255)^2 / 12 is least
    assertThat(range.max()).isCloseTo(6.98f, within(0.05f));
    assertThat(range.min()).isCloseTo(-1, within(0.02f));
  }

  @Test
  void theErrorIsThatOfRoundingAndClipping() {
    // 255 steps of 1/255: rounding loses (1/255)^2 / 12 of each of two values, clipping 0.5^2
    Histogram values = HistogramTest.of(0, 0, 0.5f, 1.5f);

    assertThat(RangeSearch.error(values, new ActivationRange(0, 1)))
        .isCloseTo(0.25 + 2.0 / 255 / 255 / 12, within(1e-3));
  }

  @Test
  void anActivationThatIsAlwaysZeroHasARangeToo() {
    ActivationRange range = RangeSearch.leastError(HistogramTest.of(0, 0, 0));

    assertThat(range).isEqualTo(new ActivationRange(0, 0));
    assertThat(range.scale()).isPositive();
    assertThat(range.zeroPoint()).isZero();
  }

  @Test
  void zeroIsExactlyOneOf256Steps() {
    assertThat(new ActivationRange(0, 255).scale()).isEqualTo(1);
    assertThat(new ActivationRange(0, 255).zeroPoint()).isZero();
    assertThat(new ActivationRange(-51, 204).zeroPoint()).isEqualTo(51);
    assertThat(new ActivationRange(-5, 0).zeroPoint()).isEqualTo(255);
  }

  private static float[] uniform() {
    float[] values = new float[VALUES];
    Random random = new Random(7);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
