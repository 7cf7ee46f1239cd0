package dev.tagstream.export.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class PairedGainTest {

  @Test
  void aGainOnEveryImageIsCertain() {
    PairedGain gain = PairedGain.of(new double[] {2, 4, 6, 8}, new double[] {1, 3, 5, 7});

    assertThat(gain.share()).isEqualTo(0.2);
    assertThat(gain.certain()).isEqualTo(0.2);
  }

  @Test
  void aGainThatIsLargeOnOneImageOnlyIsNotCertain() {
    PairedGain gain = PairedGain.of(new double[] {10, 10, 10, 10}, new double[] {2, 10, 10, 10});

    assertThat(gain.share()).isEqualTo(0.2);
    assertThat(gain.standardError()).isCloseTo(0.2, within(1e-12));
    assertThat(gain.certain()).isCloseTo(-0.2, within(1e-12));
  }

  @Test
  void aChangeThatAddsErrorsHasANegativeGain() {
    assertThat(PairedGain.of(new double[] {1, 1}, new double[] {2, 2}).share()).isEqualTo(-1);
  }

  @Test
  void oneImageOrNoErrorShowsNothing() {
    assertThat(PairedGain.of(new double[] {1}, new double[] {0}).certain()).isNegative();
    assertThat(PairedGain.of(new double[] {0, 0}, new double[] {0, 0}).certain()).isNegative();
  }
}
