package dev.tagstream.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchLimitsTest {

  @Test
  void refusesBatchesOfNoImages() {
    assertThatThrownBy(() -> new BatchLimits(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch must hold at least 1 image but was limited to 0");
  }

  @Test
  void refusesBatchesOfNoBytes() {
    assertThatThrownBy(() -> new BatchLimits(8, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch must hold at least 1 byte but was limited to 0");
  }
}
