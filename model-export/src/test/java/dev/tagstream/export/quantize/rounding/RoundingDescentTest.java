package dev.tagstream.export.quantize.rounding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RoundingDescentTest {

  @Test
  void errorsOfWeightsWhoseInputsAreTheSameCancelOut() {
    byte[] steps = {0, 0, 0, 0};

    // nearest are four zeros, but of four equal inputs they lose 1.6
    descent(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}})
        .improve(steps, new float[] {0.4f, 0.4f, 0.4f, 0.4f}, 0, 1);

    assertThat(steps[0] + steps[1] + steps[2] + steps[3]).isEqualTo(2);
  }

  @Test
  void weightsOfUnrelatedInputsStayNextToTheirValues() {
    byte[] steps = {0, 3, -7, 0};

    descent(new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}})
        .improve(steps, new float[] {0.4f, 3.4f, -7.4f, -0.4f}, 0, 1);

    assertThat(steps).containsExactly(0, 3, -7, 0);
  }

  @Test
  void neighborsOfTheSameSignStayWithin128Steps() {
    // the weights of the first position of both inputs
    byte[] steps = {64, 0, 64, 0};

    descent(new double[][] {{9, 8, 8, 8}, {8, 9, 8, 8}, {8, 8, 9, 8}, {8, 8, 8, 9}})
        .improve(steps, new float[] {100, 0, 100, 0}, 0, 1);

    assertThat(steps[0] + steps[2]).isEqualTo(128);
    assertThat(steps[1] + steps[3]).isPositive();
  }

  @Test
  void changesNothingWhereNoPatchFitTheActivation() {
    byte[] steps = {1, -2, 3, 4};

    descent(new double[4][4]).improve(steps, new float[] {9, 9, 9, 9}, 0, 1);

    assertThat(steps).containsExactly(1, -2, 3, 4);
  }

  @Test
  void colorsOfAPixelVaryTogether() {
    Kernel kernel = new Kernel(1, 2, 1, 1, 1, 1);
    PatchCovariance patches = PatchCovariance.of(kernel);
    float[] values = new float[2 * 64];
    Random random = new Random(3);
    for (int i = 0; i < 64; i++) {
      values[i] = random.nextFloat();
      values[64 + i] = 2 * values[i] + 5;
    }

    patches.add(values, 8, 8);

    double[][] matrix = patches.matrix(0);
    assertThat(matrix[0][1] / matrix[0][0]).isBetween(1.999, 2.001);
    assertThat(matrix[1][1] / matrix[0][0]).isBetween(3.999, 4.001);
  }

  /** Of two inputs and two weights for each. */
  private static RoundingDescent descent(double[][] covariance) {
    return new RoundingDescent(2, 2, covariance);
  }
}
