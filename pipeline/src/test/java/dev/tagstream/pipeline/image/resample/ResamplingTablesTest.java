package dev.tagstream.pipeline.image.resample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTablesTest {

  @ParameterizedTest
  @CsvSource({"500, 341", "375, 256", "1, 300", "30000, 1", "30000, 256", "256, 256", "255, 256"})
  void coarseWeightsAreNotNegativeAndSumUpToOne(int sourceLength, int scaledLength) {
    AxisWindow window = new AxisWindow(sourceLength, scaledLength, 0, scaledLength);

    ResamplingTable table = ResamplingTables.coarse(Kernel.BILINEAR, true).of(window);

    for (int i = 0; i < table.weights().length; i += table.taps()) {
      int[] weights = Arrays.copyOfRange(table.weights(), i, i + table.taps());
      assertThat(Arrays.stream(weights).min().orElseThrow()).isNotNegative();
      assertThat(Arrays.stream(weights).sum()).isEqualTo(256);
    }
  }
}
