package dev.tagstream.pipeline.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Stage;
import java.time.Duration;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

final class RejectStormTest {

  private static final RejectedImage REJECTED =
      new RejectedImage(
          new SourceRecord("image-events", 3, 1042, -1, null),
          "cat",
          RejectReason.EMPTY_IMAGE,
          Stage.DECODE,
          "it has no bytes");

  private long nanos;

  @Test
  void ragesWhenMoreThanHalfOfAWindowAreRejected() {
    RejectStorm storm = storm(StormLimits.Answer.LOG);
    for (int i = 0; i < 50; i++) {
      storm.accept();
      storm.reject(REJECTED);
    }
    assertThat(storm.isRaging()).as("half of them").isFalse();

    storm.reject(REJECTED);
    assertThat(storm.isRaging()).as("more than half of them").isTrue();

    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(storm.isRaging()).as("a window later").isFalse();
  }

  @Test
  void waitsForEnoughImages() {
    RejectStorm storm = storm(StormLimits.Answer.STOP);
    for (int i = 0; i < 99; i++) {
      storm.reject(REJECTED);
    }
    assertThat(storm.isRaging()).isFalse();
  }

  @Test
  void countsEachWindowForItself() {
    RejectStorm storm = storm(StormLimits.Answer.STOP);
    for (int i = 0; i < 300; i++) {
      storm.reject(REJECTED);
      nanos += Duration.ofSeconds(1).toNanos();
    }
    assertThat(storm.isRaging()).as("60 a window").isFalse();
  }

  @Test
  void stopsTheJobForGoodWhereAskedTo() {
    RejectStorm storm = storm(StormLimits.Answer.STOP);
    for (int i = 0; i < 99; i++) {
      storm.reject(REJECTED);
    }
    nanos += Duration.ofSeconds(7).toNanos();

    assertThatThrownBy(() -> storm.reject(REJECTED))
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .isInstanceOf(RejectStormException.class)
        .hasMessage(
            "stopped by a reject storm: 100 of 100 images of the last 7 s were rejected, most"
                + " recently image-events-3@1042 as EMPTY_IMAGE: it has no bytes; fix the cause"
                + " and start again, or set tagging.rejects.on-storm to log to let the job reject"
                + " them all");
  }

  private RejectStorm storm(StormLimits.Answer answer) {
    return new RejectStorm(new StormLimits(0.5f, Duration.ofMinutes(1), 100, answer), () -> nanos);
  }
}
