package dev.tagstream.pipeline.kafka.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LeaseRecordTest {

  private static final String JOB = "0123456789abcdef0123456789abcdef";
  private static final String RUN = "6f1c9a52-3f55-4a8e-9d0b-1f6a2f9d7c11";
  private static final LeaseRecord RECORD =
      new LeaseRecord(LeaseRecord.State.HELD, JOB, "node-7", RUN, 41);

  @Test
  void readsWhatItWrites() {
    assertThat(RECORD).hasToString("HELD job=%s host=node-7 run=%s beat=41".formatted(JOB, RUN));
    assertThat(LeaseRecord.parse(RECORD.toString())).contains(RECORD);
    assertThat(LeaseRecord.parse(RECORD.released().toString())).contains(RECORD.released());
  }

  @Test
  void belongsToItsJobAloneUntilItIsReleased() {
    String other = "f".repeat(32);

    assertThat(RECORD.isHeldByAnotherThan(other)).isTrue();
    assertThat(RECORD.isHeldByAnotherThan(JOB)).isFalse();
    assertThat(RECORD.released().isHeldByAnotherThan(other)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HELD",
        "HELD job=xyz host=a run=6f1c9a52-3f55-4a8e-9d0b-1f6a2f9d7c11 beat=1",
        "HELD job=0123456789abcdef0123456789abcdef host=a b run=6f1c9a52-3f55-4a8e-9d0b-1f6a2f9d7c11 beat=1",
        "HELD job=0123456789abcdef0123456789abcdef host=a run=6f1c9a52-3f55-4a8e-9d0b-1f6a2f9d7c11 beat=9999999999999999999"
      })
  void isNothingElse(String text) {
    assertThat(LeaseRecord.parse(text)).isEmpty();
  }

  @Test
  void refusesAHostThatCouldNotBeRead() {
    assertThatThrownBy(() -> new LeaseRecord(LeaseRecord.State.HELD, JOB, "a b", RUN, 0))
        .hasMessage(
            "a lease must have a job id, a host, a run and a beat but has %s, 'a b', %s and 0"
                .formatted(JOB, RUN));
  }
}
