package dev.tagstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckpointsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10 min | 10 s | 442500
          12 s   | 8 s  | 3000
          15 min | 10 s | 600000
          """)
  void aCheckpointMayTakeThreeQuartersOfWhatItsTransactionLeaves(
      String transactionTimeout, String interval, long millis) {
    assertThat(
            timeoutMillis(
                Map.of(),
                Map.of(
                    "tagging.kafka.transaction-timeout", transactionTimeout,
                    "tagging.checkpoint.interval", interval)))
        .isEqualTo(millis);
  }

  @Test
  void flinksOwnOptionRulesWhereTheTransactionOutlivesIt() {
    assertThat(timeoutMillis(Map.of("execution.checkpointing.timeout", "9 min"), Map.of()))
        .isEqualTo(540_000);
  }

  @Test
  void refusesACheckpointThatMayTakeLongerThanItsTransactionLives() {
    assertThatThrownBy(
            () -> timeoutMillis(Map.of("execution.checkpointing.timeout", "10 min"), Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "execution.checkpointing.timeout, 600000 ms, and tagging.checkpoint.interval, 10000 ms,"
                + " must together be shorter than tagging.kafka.transaction-timeout, 600000 ms, or a"
                + " slow checkpoint loses its results; lower the first or raise the last");
  }

  @Test
  void withoutTransactionsThereIsNothingToOutlive() {
    assertThat(
            timeoutMillis(
                Map.of("execution.checkpointing.timeout", "1 h"),
                Map.of("tagging.kafka.delivery", "at-least-once")))
        .isEqualTo(3_600_000);
  }

  private static long timeoutMillis(Map<String, String> flink, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("tagging.model.file", "model.onnx");
    var environment =
        StreamExecutionEnvironment.getExecutionEnvironment(Configuration.fromMap(flink));
    Checkpoints.configure(environment, TaggingConfig.withoutTopics(all));
    return environment.getCheckpointConfig().getCheckpointTimeout();
  }
}
