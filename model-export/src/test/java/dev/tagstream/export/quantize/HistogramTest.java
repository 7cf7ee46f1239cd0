package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class HistogramTest {

  @Test
  void countsEachValueOnceHoweverFarItsBinsMustGrow() {
    Histogram histogram = of(1, -1, 0.5f);

    histogram.add(1000, 0, -3);

    assertThat(histogram.min()).isEqualTo(-3);
    assertThat(histogram.max()).isEqualTo(1000);
    assertThat(histogram.total()).isEqualTo(6);
    assertThat(histogram.zeros()).isEqualTo(1);
    assertThat(Arrays.stream(histogram.above()).sum()).isEqualTo(3);
    assertThat(Arrays.stream(histogram.below()).sum()).isEqualTo(2);
  }

  @Test
  void aBinHoldsTheValuesOfItsWidth() {
    Histogram histogram = of(8192, 1.5f, 2.5f, -1.5f);

    assertThat(histogram.binWidth()).isEqualTo(1);
    assertThat(histogram.above()[0]).isZero();
    assertThat(histogram.above()[1]).isEqualTo(1);
    assertThat(histogram.above()[2]).isEqualTo(1);
    assertThat(histogram.above()[8191]).isEqualTo(1);
    assertThat(histogram.below()[1]).isEqualTo(1);
  }

  @Test
  void growingKeepsValuesInTheBinOfTheirNewWidth() {
    Histogram histogram = of(8192, 5.5f, -5.5f);

    histogram.add(16384);

    assertThat(histogram.binWidth()).isEqualTo(2);
    assertThat(histogram.above()[2]).isEqualTo(1);
    assertThat(histogram.below()[2]).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoFiniteNumber() {
    Histogram histogram = new Histogram();
    float[] values = {1, Float.NaN};

    assertThatThrownBy(() -> histogram.add(values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a value is not a finite number");
  }

  static Histogram of(float... values) {
    Histogram histogram = new Histogram();
    histogram.add(values);
    return histogram;
  }
}
