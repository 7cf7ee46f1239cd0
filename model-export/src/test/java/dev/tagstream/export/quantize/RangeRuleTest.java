package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RangeRuleTest {

  private static final int VALUES = 1_000_000;

  @Test
  void minmaxGoesFromTheLeastToTheLargestValue() {
    Histogram values = HistogramTest.of(-0.25f, 1, 3);

    assertThat(RangeRule.MINMAX.range(values)).isEqualTo(new ActivationRange(-0.25f, 3));
  }

  @Test
  void aRangeHoldsZero() {
    assertThat(RangeRule.MINMAX.range(HistogramTest.of(2, 3))).isEqualTo(new ActivationRange(0, 3));
    assertThat(RangeRule.MINMAX.range(HistogramTest.of(-2, -3)))
        .isEqualTo(new ActivationRange(-3, 0));
  }

  @Test
  void percentileClipsOneValueOf100_000OnEachSide() {
    float[] values = uniform();
    for (int i = 0; i < 5; i++) {
      values[i] = 50;
      values[5 + i] = -70;
    }

    ActivationRange range = RangeRule.PERCENTILE.range(HistogramTest.of(values));

    assertThat(range.max()).isCloseTo(1, within(0.02f));
    assertThat(range.min()).isCloseTo(-1, within(0.02f));
  }

  @Test
  void percentileKeepsWhatManyPicturesHave() {
    float[] values = uniform();
    for (int i = 0; i < 100; i++) {
      values[i] = 50;
    }

    assertThat(RangeRule.PERCENTILE.range(HistogramTest.of(values)).max()).isEqualTo(50);
  }

  @Test
  void anActivationThatIsAlwaysZeroHasARangeToo() {
    for (RangeRule rule : RangeRule.values()) {
      ActivationRange range = rule.range(HistogramTest.of(0, 0, 0));

      assertThat(range).isEqualTo(new ActivationRange(0, 0));
      assertThat(range.scale()).isPositive();
      assertThat(range.zeroPoint()).isZero();
    }
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
