package dev.tagstream.pipeline.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CardDecoderTest {

  /** The stand-in's architecture is sm_00, for which no compiler has code, if there is one. */
  @Test
  void releasesACardWhoseKernelsDoNotCompile() {
    StandInDriver driver = new StandInDriver();
    Gpu gpu = Gpu.open(driver.functions(), 0);

    assertThatThrownBy(() -> CardDecoder.open(gpu, 0)).isInstanceOf(GpuException.class);

    assertThat(driver.released).isTrue();
  }
}
