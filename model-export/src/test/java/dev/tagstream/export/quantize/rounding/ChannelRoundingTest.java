package dev.tagstream.export.quantize.rounding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChannelRoundingTest {

  private static final double[] EVEN = {1, 1, 1, 1};

  @Test
  void twoNeighborsOfOneSignHaveAtMost128StepsTogether() {
    assertThat(steps(EVEN, 1, 1, -1, -1)).containsExactly(64, 64, -64, -64);
  }

  @Test
  void twoNeighborsOfUnlikeSignsHaveAllSteps() {
    assertThat(steps(EVEN, 127, -127, -126, 125)).containsExactly(127, -127, -126, 125);
  }

  @Test
  void theNeighborThatMattersLessGivesWay() {
    // 31 steps too many: the second, which never varies, pays for them
    double[] importance = {1, 0, 1, 1};

    assertThat(steps(importance, 127, 32, -127, 1)).containsExactly(127, 1, -127, 1);
  }

  @Test
  void neighborsLieInTheOrderOfKernelPositions() {
    // [2 inputs, 2 positions]: of each position the two inputs are neighbors
    ChannelRounding rounding = new ChannelRounding(2, 2);
    rounding.take(new float[] {127, 127, -127, 1}, 0, new double[] {1, 1}, 0);
    byte[] steps = new byte[4];

    rounding.round(0);
    rounding.give(steps, 0);

    assertThat(steps).containsExactly(127, 127, -127, 1);
  }

  @Test
  void noTwoNeighborsOfAnyWeightsCanOverflow16Bits() {
    Random random = new Random(1);
    for (int trial = 0; trial < 200; trial++) {
      float[] weights = new float[27];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (random.nextGaussian() + trial % 3);
      }
      ChannelRounding rounding = new ChannelRounding(3, 9);
      rounding.take(weights, 0, new double[] {1, 2, 0}, 0);
      byte[] steps = new byte[27];
      float scale = rounding.round(0);
      rounding.give(steps, 0);
      for (int i = 0; i + 1 < 27; i += 2) {
        int first = steps[i % 3 * 9 + i / 3];
        int second = steps[(i + 1) % 3 * 9 + (i + 1) / 3];
        assertThat(255 * Math.max(first, 0) + 255 * Math.max(second, 0)).isLessThan(1 << 15);
        assertThat(255 * Math.min(first, 0) + 255 * Math.min(second, 0)).isGreaterThan(-(1 << 15));
      }
      assertThat(scale).isPositive();
    }
  }

  private static byte[] steps(double[] importance, float... weights) {
    ChannelRounding rounding = new ChannelRounding(weights.length, 1);
    rounding.take(weights, 0, importance, 0);
    byte[] steps = new byte[weights.length];
    rounding.round(0);
    rounding.give(steps, 0);
    return steps;
  }
}
