package dev.tagstream.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.embedded.GatedBroker;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that does not answer costs restarts of the job, and no TaskManager. */
@Timeout(300)
@Tag("faults")
final class SilentBrokerITCase {

  /** So many that the job is still writing when the broker falls silent. */
  private static final int ROUNDS = 40;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder;

  @Test
  void aBrokerThatFallsSilentCostsARestartAndNothingElse() throws Exception {
    Path model = TestModels.dominantColor().writeTo(folder, "colors.onnx");
    try (GatedBroker broker = GatedBroker.start();
        EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      JobRuns runs = new JobRuns(flink, KafkaConnection.to(broker.bootstrapServers()), model);
      runs.createTopics("silent");
      runs.publish("silent", ROUNDS);
      EmbeddedJob job = runs.submit("silent", IMPATIENT);
      runs.awaitTransactions("silent", TransactionState.ONGOING, 1);

      broker.fallSilent();
      await("a restart").atMost(PATIENCE).until(() -> job.restarts() > 0);
      broker.answerAgain();

      runs.checkpointUntilAnswered(job, "silent", ROUNDS * JobRuns.EVENTS);
      job.stop();
      assertThat(runs.answers("silent")).hasSize(ROUNDS * JobRuns.EVENTS);
      assertThat(runs.answers("silent").values()).containsOnly(1);
    }
  }

  /** Clients whose patience ends in seconds instead of minutes. */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "tagging.checkpoint.interval", "9 min",
          "tagging.kafka.producer.properties.max.block.ms", "3000",
          "tagging.kafka.producer.properties.request.timeout.ms", "2000",
          "tagging.kafka.producer.properties.delivery.timeout.ms", "4000");
}
