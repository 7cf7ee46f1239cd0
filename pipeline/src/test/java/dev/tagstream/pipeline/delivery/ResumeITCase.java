package dev.tagstream.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.model.TestModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to the job and its topics is noticed before it costs or repeats anything. */
@Timeout(300)
final class ResumeITCase {

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static EmbeddedFlink flink;
  private static JobRuns runs;

  @BeforeAll
  static void start() throws Exception {
    Path model = TestModels.dominantColor().writeTo(folder, "colors.onnx");
    broker = EmbeddedBroker.start();
    flink = EmbeddedFlink.start(1);
    runs = new JobRuns(flink, KafkaConnection.to(broker.bootstrapServers()), model);
  }

  @AfterAll
  static void stop() {
    flink.close();
    broker.close();
  }

  @Test
  void readsATopicThatWasCreatedAnewOnlyIfToldSo() throws Exception {
    String savepoint = tagAndStop("anew");
    runs.recreateEventsTopic("anew");
    runs.publish("anew");

    assertThat(failure(runs.restore("anew", savepoint, Map.of())))
        .containsPattern(
            "the topic anew-events was deleted and recreated since this state was saved \\(its id"
                + " was \\S{22} and is \\S{22}\\), so the offsets in the state refer to other"
                + " records; to read the new topic from its earliest record, start again with"
                + " tagging.kafka.on-recreated-topic=continue");
    assertThat(runs.count("anew")).isEqualTo(JobRuns.EVENTS);

    EmbeddedJob job =
        runs.restore("anew", savepoint, Map.of("tagging.kafka.on-recreated-topic", "continue"));
    runs.awaitCount("anew", 2 * JobRuns.EVENTS);
    job.stop();
    assertThat(runs.answers("anew").values()).hasSize(JobRuns.EVENTS).containsOnly(2);
  }

  @Test
  void resumesFromAnOlderSavepointOnlyIfToldSo() throws Exception {
    String old = tagAndStop("older");
    runs.publish("older");
    EmbeddedJob newer = runs.restore("older", old, Map.of());
    runs.awaitAnswers("older", 2 * JobRuns.EVENTS);
    newer.stop();

    assertThat(failure(runs.restore("older", old, Map.of())))
        .contains(
            "this state is older than the offsets that the group older has committed: 120 records"
                + " would be tagged again, {older-events-0=120}; start from the newest checkpoint"
                + " or savepoint or, to tag them again, start with"
                + " tagging.kafka.on-repeated-records=continue");
    assertThat(runs.count("older")).isEqualTo(2 * JobRuns.EVENTS);

    EmbeddedJob again =
        runs.restore("older", old, Map.of("tagging.kafka.on-repeated-records", "continue"));
    runs.awaitCount("older", 3 * JobRuns.EVENTS);
    again.stop();
    assertThat(runs.count("older")).isEqualTo(3 * JobRuns.EVENTS);
  }

  /** As kafka-transactions.sh abort does. */
  @Test
  void makesTheResultsOfATransactionAgainThatSomebodyAborted() throws Exception {
    runs.createTopics("aborted");
    runs.publish("aborted");
    EmbeddedJob job = runs.submit("aborted", Map.of("tagging.checkpoint.interval", "6 s"));
    runs.awaitTransactions("aborted", TransactionState.ONGOING, 2);

    abortTransactions("aborted-tags");

    runs.awaitAnswers("aborted", JobRuns.EVENTS);
    assertThat(job.restarts()).isPositive();
    job.stop();
    assertThat(runs.answers("aborted").values()).hasSize(JobRuns.EVENTS).containsOnly(1);
  }

  private static void abortTransactions(String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Admin admin = Admin.create(runs.connection().with(Map.of()))) {
      for (ProducerState producer :
          admin
              .describeProducers(List.of(partition))
              .partitionResult(partition)
              .get()
              .activeProducers()) {
        admin
            .abortTransaction(
                new AbortTransactionSpec(
                    partition,
                    producer.producerId(),
                    (short) producer.producerEpoch(),
                    Math.max(0, producer.coordinatorEpoch().orElse(0))))
            .all()
            .get();
      }
    }
  }

  private static String tagAndStop(String name) throws Exception {
    runs.createTopics(name);
    runs.publish(name);
    EmbeddedJob job = runs.submit(name, Map.of());
    runs.awaitAnswers(name, JobRuns.EVENTS);
    return job.stop();
  }

  private static String failure(EmbeddedJob job) {
    return ExceptionUtils.stringifyException(catchThrowable(job::awaitEnd));
  }
}
