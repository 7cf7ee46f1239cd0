package dev.tagstream.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void comesToItsRateInTheLongRun() {
    long[] nanos = Schedule.poisson(200, 10_000, 1).nanos();

    assertThat(nanos).isSorted();
    assertThat(nanos[9_999] / 1e9).isBetween(48.0, 52.0);
  }

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(Schedule.poisson(50, 10, 7).nanos())
        .isEqualTo(Schedule.poisson(50, 10, 7).nanos())
        .isNotEqualTo(Schedule.poisson(50, 10, 8).nanos());
  }

  @Test
  void hasGapsOfAllLengths() {
    long[] nanos = Schedule.poisson(1000, 10_000, 1).nanos();
    int shortGaps = 0;
    int longGaps = 0;
    for (int i = 1; i < nanos.length; i++) {
      long gap = nanos[i] - nanos[i - 1];
      shortGaps += gap < 100_000 ? 1 : 0;
      longGaps += gap > 3_000_000 ? 1 : 0;
    }

    // of exponential gaps of 1 ms on average, 9.5 % are below 0.1 ms and 5.0 % above 3 ms
    assertThat(shortGaps).isBetween(850, 1050);
    assertThat(longGaps).isBetween(420, 580);
  }
}
