package dev.tagstream.pipeline.gpu;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

final class NvidiaCardTest {

  private final StandInDriver driver = new StandInDriver();

  @Test
  void refusesACardThatTheDriverDoesNotHave() {
    driver.cards = 2;

    assertThatCode(() -> NvidiaCard.require(driver.functions(), 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> NvidiaCard.require(driver.functions(), 2))
        .isInstanceOf(GpuException.class)
        .hasMessage("there is no card 2: the driver has 2, numbered from 0");
  }

  @Test
  void refusesEveryCardOfADriverThatHasNone() {
    driver.started = CudaDriver.NO_DEVICE;

    assertThatThrownBy(() -> NvidiaCard.require(driver.functions(), 0))
        .isInstanceOf(GpuException.class)
        .hasMessage("there is no card 0: the driver has 0, numbered from 0");
  }

  @Test
  void saysWhyTheDriverDoesNotStart() {
    driver.started = 803;

    assertThatThrownBy(() -> NvidiaCard.require(driver.functions(), 0))
        .isInstanceOf(GpuException.class)
        .hasMessage("cuInit failed: CUDA_ERROR_803 (803)");
  }

  @Test
  void leavesAMachineWithoutADriverToOnnxRuntime() {
    assumeThat(NvidiaCard.isHere()).as("whether there is a card").isFalse();

    assertThatCode(() -> NvidiaCard.require(0)).doesNotThrowAnyException();
  }
}
