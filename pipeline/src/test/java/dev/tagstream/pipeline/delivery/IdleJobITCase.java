package dev.tagstream.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.model.TestModels;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a job that has nothing to do costs, checkpoint by checkpoint. */
@Timeout(120)
final class IdleJobITCase {

  private static final int CHECKPOINTS = 20;
  private static final int TOPICS = 2;

  @TempDir private static Path folder;

  @Test
  void aCheckpointAddsATransactionalIdForEachTopicAndNothingInTheProcess() throws Exception {
    Path model = TestModels.dominantColor().writeTo(folder, "colors.onnx");
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      JobRuns runs = new JobRuns(flink, KafkaConnection.to(broker.bootstrapServers()), model);
      runs.createTopics("idle");
      runs.publish("idle");
      EmbeddedJob job = runs.submit("idle", Map.of("tagging.checkpoint.interval", "9 min"));
      runs.awaitTransactions("idle", TransactionState.ONGOING, TOPICS);
      runs.checkpointUntilAnswered(job, "idle", JobRuns.EVENTS);
      // those that committed results are free again
      job.checkpoint();
      long ids = transactionalIds(runs);
      long producers = producers();
      int metrics = flink.metrics().registered();

      for (int i = 0; i < CHECKPOINTS; i++) {
        job.checkpoint();
      }

      assertThat(transactionalIds(runs)).isEqualTo(ids + TOPICS * CHECKPOINTS);
      assertThat(producers()).isEqualTo(producers).isPositive();
      assertThat(flink.metrics().registered()).isEqualTo(metrics).isPositive();
      job.stop();
    }
  }

  /** Those that the broker knows, in transactions or not. */
  private static long transactionalIds(JobRuns runs) throws Exception {
    try (Admin admin = Admin.create(runs.connection().with(Map.of()))) {
      return admin.listTransactions().all().get().stream()
          .filter(transaction -> transaction.transactionalId().startsWith("idle-idle-"))
          .count();
    }
  }

  private static long producers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("kafka-producer-network-thread"))
        .count();
  }
}
