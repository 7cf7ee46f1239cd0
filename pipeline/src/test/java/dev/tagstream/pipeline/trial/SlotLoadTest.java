package dev.tagstream.pipeline.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SlotLoadTest {

  private long nanos;
  private long idleMillis;

  private final SlotLoad load = new SlotLoad(() -> idleMillis, () -> nanos);

  @Test
  void isHighUntilTheFirstMeasurement() {
    assertThat(load.isHigh()).isTrue();
    pass(999, 999);
    assertThat(load.isHigh()).isTrue();
    pass(1, 1);
    assertThat(load.isHigh()).isFalse();
  }

  @Test
  void isHighAfterASecondWithLessThanATenthOfWaiting() {
    pass(1000, 100);
    assertThat(load.isHigh()).isFalse();
    pass(1000, 99);
    assertThat(load.isHigh()).isTrue();
    pass(2000, 200);
    assertThat(load.isHigh()).isFalse();
  }

  private void pass(long millis, long waitedMillis) {
    nanos += Duration.ofMillis(millis).toNanos();
    idleMillis += waitedMillis;
  }
}
