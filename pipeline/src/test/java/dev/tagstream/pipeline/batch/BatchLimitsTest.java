package dev.tagstream.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchLimitsTest {

  @Test
  void refusesBatchesOfNoImages() {
    assertThatThrownBy(() -> new BatchLimits(0, 1, Duration.ofMillis(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch must hold at least 1 image but was limited to 0");
  }

  @Test
  void refusesBatchesOfNoBytes() {
    assertThatThrownBy(() -> new BatchLimits(8, 0, Duration.ofMillis(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch must hold at least 1 byte but was limited to 0");
  }

  @Test
  void refusesNegativeDelay() {
    assertThatThrownBy(() -> new BatchLimits(8, 1, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch cannot wait for less than nothing but was limited to PT-0.001S");
  }
}
