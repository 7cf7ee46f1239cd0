package dev.tagstream.pipeline.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuLeasesTest {

  private static final List<Integer> GPUS = List.of(105, 107);

  private final GpuLeases gpus = new GpuLeases();

  @Test
  void spreadsLeasesEvenlyWhateverTheSlotsAreCalled() {
    List<Integer> taken = new ArrayList<>();
    for (int slot = 0; slot < 4; slot++) {
      taken.add(gpus.take(GPUS));
    }
    assertThat(taken).containsExactly(105, 107, 105, 107);

    gpus.giveBack(105);
    gpus.giveBack(105);
    assertThat(gpus.take(GPUS)).isEqualTo(105);
    assertThat(gpus.take(GPUS)).isEqualTo(105);
    assertThat(gpus.take(List.of(107))).isEqualTo(107);
    assertThat(gpus.take(GPUS)).isEqualTo(105);

    taken.forEach(gpus::giveBack);
    List.of(107, 105).forEach(gpus::giveBack);
    assertThat(gpus.take(GPUS)).isEqualTo(105);
    gpus.giveBack(105);
  }
}
