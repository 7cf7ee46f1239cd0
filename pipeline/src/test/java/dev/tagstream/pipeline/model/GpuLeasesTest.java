package dev.tagstream.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuLeasesTest {

  /** No GPUs of other tests. */
  private static final List<Integer> GPUS = List.of(105, 107);

  @Test
  void spreadsLeasesEvenlyWhateverTheSlotsAreCalled() {
    List<Integer> taken = new ArrayList<>();
    for (int slot = 0; slot < 4; slot++) {
      taken.add(GpuLeases.take(GPUS));
    }
    assertThat(taken).containsExactly(105, 107, 105, 107);

    GpuLeases.giveBack(105);
    GpuLeases.giveBack(105);
    assertThat(GpuLeases.take(GPUS)).isEqualTo(105);
    assertThat(GpuLeases.take(GPUS)).isEqualTo(105);
    assertThat(GpuLeases.take(List.of(107))).isEqualTo(107);
    assertThat(GpuLeases.take(GPUS)).isEqualTo(105);

    taken.forEach(GpuLeases::giveBack);
    List.of(107, 105).forEach(GpuLeases::giveBack);
    assertThat(GpuLeases.take(GPUS)).isEqualTo(105);
    GpuLeases.giveBack(105);
  }
}
