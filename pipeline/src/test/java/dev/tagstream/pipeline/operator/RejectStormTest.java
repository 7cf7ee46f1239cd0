package dev.tagstream.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

final class RejectStormTest {

  private long nanos;

  @Test
  void ragesWhenMoreThanHalfOfAWindowAreRejected() {
    RejectStorm storm = storm(StormLimits.Answer.LOG);
    for (int i = 0; i < 50; i++) {
      storm.accept();
      storm.reject();
    }
    assertThat(storm.isRaging()).as("half of them").isFalse();

    storm.reject();
    assertThat(storm.isRaging()).as("more than half of them").isTrue();

    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(storm.isRaging()).as("a window later").isFalse();
  }

  @Test
  void waitsForEnoughImages() {
    RejectStorm storm = storm(StormLimits.Answer.STOP);
    for (int i = 0; i < 99; i++) {
      storm.reject();
    }
    assertThat(storm.isRaging()).isFalse();
  }

  @Test
  void countsEachWindowForItself() {
    RejectStorm storm = storm(StormLimits.Answer.STOP);
    for (int i = 0; i < 300; i++) {
      storm.reject();
      nanos += Duration.ofSeconds(1).toNanos();
    }
    assertThat(storm.isRaging()).as("60 a window").isFalse();
  }

  @Test
  void stopsTheJobForGoodWhereAskedTo() {
    RejectStorm storm = storm(StormLimits.Answer.STOP);
    for (int i = 0; i < 99; i++) {
      storm.reject();
    }
    nanos += Duration.ofSeconds(7).toNanos();

    assertThatThrownBy(storm::reject)
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .hasMessage(
            "stopped by a reject storm: 100 of 100 images of the last 7 s were rejected; see the"
                + " rejects for the reasons, mend what causes them, or set"
                + " tagging.rejects.on-storm to log");
  }

  private RejectStorm storm(StormLimits.Answer answer) {
    return new RejectStorm(new StormLimits(0.5f, Duration.ofMinutes(1), 100, answer), () -> nanos);
  }
}
