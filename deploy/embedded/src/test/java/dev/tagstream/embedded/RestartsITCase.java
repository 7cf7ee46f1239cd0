package dev.tagstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

/** How often the Flink in this process restarts a job. */
final class RestartsITCase {

  private static final int SLOTS = 4;

  /** Each slot's tasks restart by themselves, so one lost broker is a failure of each slot. */
  @Test
  void slotsThatFailTogetherCountAsOneRestart() throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(SLOTS)) {
      EmbeddedJob job = jobThatFails(flink, 2);
      job.awaitEnd();
      assertThat(job.restarts()).isPositive();
    }
  }

  @Test
  void aJobThatFailsAgainAndAgainEnds() throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(SLOTS)) {
      assertThatThrownBy(() -> jobThatFails(flink, Integer.MAX_VALUE).awaitEnd())
          .hasStackTraceContaining("attempt 3 fails");
    }
  }

  private static EmbeddedJob jobThatFails(EmbeddedFlink flink, int attempts) throws Exception {
    StreamExecutionEnvironment environment = flink.newEnvironment();
    environment
        .fromSequence(1, SLOTS)
        .map(new FailingMap(attempts))
        .returns(Long.class)
        .sinkTo(new DiscardingSink<>());
    return flink.submit(environment);
  }

  private static final class FailingMap extends RichMapFunction<Long, Long> {

    private static final long serialVersionUID = 1L;

    private final int attempts;

    FailingMap(int attempts) {
      this.attempts = attempts;
    }

    @Override
    public void open(OpenContext context) {
      int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
      if (attempt < attempts) {
        throw new IllegalStateException("attempt " + attempt + " fails");
      }
    }

    @Override
    public Long map(Long value) {
      return value;
    }
  }
}
