package dev.tagstream.pipeline.delivery;

import static org.apache.flink.configuration.CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.pipeline.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.TimeUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a broker takes away from under the job is never lost without a word. */
@Timeout(180)
final class LossITCase {

  private static final int EVENTS = 120;

  /** Time enough to save a job before its first checkpoint. */
  private static final String LATE = "8 s";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static EmbeddedFlink flink;

  @BeforeAll
  static void start() throws Exception {
    TestModels.dominantColor().writeTo(folder, "colors.onnx");
    broker = EmbeddedBroker.start();
    flink = EmbeddedFlink.start(1);
  }

  @AfterAll
  static void stop() {
    flink.close();
    broker.close();
  }

  @Test
  void refusesATransactionTimeoutThatTheBrokerDoesNotAllow() throws Exception {
    create("timeout");
    assertThatThrownBy(
            () -> submit("timeout", Map.of("tagging.kafka.transaction-timeout", "20 min")))
        .isInstanceOf(UnusableKafkaException.class)
        .hasMessage(
            "tagging.kafka.transaction-timeout is 1200 s but the broker at %s allows at most 900"
                + " s; set it lower, or raise the broker's transaction.max.timeout.ms",
            broker.bootstrapServers());
  }

  @Test
  void failsWhenRecordsWereDeletedBeforeTheyWereTagged() throws Exception {
    create("deleted");
    tagThenDelete("deleted");

    EmbeddedJob job = submit("deleted", Map.of("tagging.mode", "batch"));

    assertThat(catchThrowable(job::awaitEnd))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .contains(
                        "the broker deleted records before the job tagged them, from these"
                            + " offsets on: {deleted-events-0=120}; keep records longer; to continue"
                            + " with the earliest record that is left, start again with"
                            + " tagging.kafka.on-lost-records=continue"));
    assertThat(answers("deleted")).isEqualTo(EVENTS);
  }

  @Test
  void goesOnWithTheEarliestRecordThatIsLeftIfToldSo() throws Exception {
    create("skipped");
    tagThenDelete("skipped");

    submit("skipped", Map.of("tagging.mode", "batch", "tagging.kafka.on-lost-records", "continue"))
        .awaitEnd();

    assertThat(answers("skipped")).isEqualTo(EVENTS + EVENTS - 30);
  }

  @Test
  void failsWhenTheBrokerHasAbortedResultsThatWereToBeCommitted() throws Exception {
    create("aborted");
    String savepoint = saveWithUncommittedResults("aborted");

    EmbeddedJob restored = restore("aborted", savepoint, Map.of());

    assertThat(catchThrowable(restored::awaitEnd))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .containsPattern(
                        "aborted-(tags|rejects): the broker no longer commits the transaction"
                            + " aborted-\\S+")
                    .contains("so the results in it are lost")
                    .contains("set tagging.kafka.on-lost-results=continue"));
  }

  @Test
  void goesOnWithoutAbortedResultsIfToldSo() throws Exception {
    create("without");
    String savepoint = saveWithUncommittedResults("without");

    EmbeddedJob restored =
        restore("without", savepoint, Map.of("tagging.kafka.on-lost-results", "continue"));
    publish("without");
    awaitAnswers("without", EVENTS);
    restored.stop();

    assertThat(answers("without")).isEqualTo(EVENTS);
  }

  @Test
  void goesOnFromASavepointWhoseResultsWereCommittedWhenItWasMade() throws Exception {
    create("stopped");
    publish("stopped");
    EmbeddedJob job = submit("stopped", Map.of("tagging.checkpoint.interval", "1 s"));
    awaitAnswers("stopped", EVENTS);
    publish("stopped");
    String savepoint = job.stop();

    EmbeddedJob restored = restore("stopped", savepoint, Map.of());
    publish("stopped");
    awaitAnswers("stopped", 3 * EVENTS);
    restored.stop();

    assertThat(answers("stopped")).isEqualTo(3 * EVENTS);
  }

  @Test
  void failsWhereAnotherStartOfTheJobTookUpTheNamesOfItsTransactions() throws Exception {
    create("again");
    publish("again");
    String savepoint = saveAndStartAnew("again");

    EmbeddedJob restored = restore("again", savepoint, Map.of());

    assertThat(catchThrowable(restored::awaitEnd))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .containsPattern(
                        "again-(tags|rejects): another start of this job has reused the id of the"
                            + " transaction again-\\S+ since this state was saved")
                    .contains("or, to continue as if they were committed, set"));
  }

  /** The consumer group stands at 120, and of the next 120 records the first 30 are gone. */
  private static void tagThenDelete(String name) throws Exception {
    publish(name);
    submit(name, Map.of("tagging.mode", "batch")).awaitEnd();
    assertThat(answers(name)).isEqualTo(EVENTS);
    publish(name);
    try (Admin admin = Admin.create(connection().with(Map.of()))) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(name + "-events", 0),
                  RecordsToDelete.beforeOffset(EVENTS + 30)))
          .all()
          .get();
    }
  }

  /** A job without the savepoint's state begins with the same transactions' names. */
  private static String saveAndStartAnew(String name) throws Exception {
    EmbeddedJob job = submit(name, Map.of("tagging.checkpoint.interval", LATE));
    awaitTransactions(name, TransactionState.ONGOING);
    String savepoint = job.saveAndCancel();
    EmbeddedJob other = submit(name, Map.of("tagging.checkpoint.interval", "1 s"));
    awaitAnswers(name, EVENTS);
    other.stop();
    return savepoint;
  }

  /** A savepoint does not commit what it holds; the broker aborts it after its timeout. */
  private static String saveWithUncommittedResults(String name) throws Exception {
    publish(name);
    EmbeddedJob job =
        submit(
            name,
            Map.of(
                "tagging.checkpoint.interval", LATE, "tagging.kafka.transaction-timeout", "12 s"));
    Set<String> saved = awaitTransactions(name, TransactionState.ONGOING);
    await("all results are written").atMost(PATIENCE).until(() -> written(name) >= EVENTS);
    String savepoint = job.saveAndCancel();
    await(saved + " are aborted")
        .atMost(PATIENCE)
        .until(() -> transactions(name, TransactionState.COMPLETE_ABORT).containsAll(saved));
    return savepoint;
  }

  /** How many results and rejects are in the topics, committed or not. */
  private static long written(String name) throws Exception {
    TopicPartition tags = new TopicPartition(name + "-tags", 0);
    TopicPartition rejects = new TopicPartition(name + "-rejects", 0);
    try (Admin admin = Admin.create(connection().with(Map.of()))) {
      ListOffsetsResult ends =
          admin.listOffsets(Map.of(tags, OffsetSpec.latest(), rejects, OffsetSpec.latest()));
      return ends.partitionResult(tags).get().offset()
          + ends.partitionResult(rejects).get().offset();
    }
  }

  /** Waits until transactions of both topics are in a state; returns their ids. */
  private static Set<String> awaitTransactions(String name, TransactionState state) {
    return await("transactions of two topics are " + state)
        .atMost(PATIENCE)
        .until(() -> transactions(name, state), ids -> ids.size() >= 2);
  }

  private static Set<String> transactions(String name, TransactionState state) throws Exception {
    try (Admin admin = Admin.create(connection().with(Map.of()))) {
      return admin.listTransactions().all().get().stream()
          .filter(transaction -> transaction.state() == state)
          .map(TransactionListing::transactionalId)
          .filter(id -> id.startsWith(name + "-"))
          .collect(Collectors.toSet());
    }
  }

  private static EmbeddedJob restore(String name, String savepoint, Map<String, String> options)
      throws InterruptedException {
    StreamExecutionEnvironment environment = flink.newEnvironment();
    environment.configure(new Configuration().set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint));
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put("tagging.checkpoint.interval", "1 s");
    TaggingJob.build(environment, config(name, all));
    return flink.submit(environment);
  }

  private static EmbeddedJob submit(String name, Map<String, String> options)
      throws InterruptedException {
    StreamExecutionEnvironment environment = flink.newEnvironment();
    // else Flink begins the first checkpoint at a random moment of its interval
    String interval = options.get("tagging.checkpoint.interval");
    if (interval != null) {
      environment.configure(
          new Configuration()
              .set(MIN_PAUSE_BETWEEN_CHECKPOINTS, TimeUtils.parseDuration(interval)));
    }
    TaggingJob.build(environment, config(name, options));
    return flink.submit(environment);
  }

  private static TaggingConfig config(String name, Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put("tagging.model.file", folder.resolve("colors.onnx").toString());
    all.put("tagging.device.provider", "cpu");
    all.put("tagging.kafka.bootstrap-servers", broker.bootstrapServers());
    all.put("tagging.kafka.group-id", name);
    all.put("tagging.kafka.images-topic", name + "-events");
    all.put("tagging.kafka.tags-topic", name + "-tags");
    all.put("tagging.kafka.rejects-topic", name + "-rejects");
    return TaggingConfig.from(Configuration.fromMap(all));
  }

  private static void create(String name) throws InterruptedException {
    try (Topics topics = Topics.of(connection())) {
      topics.create(1, List.of(name + "-events", name + "-tags", name + "-rejects"));
    }
  }

  private static void publish(String name) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection().forProducer(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (ColorEvents.Event event : ColorEvents.rounds("", 1)) {
        producer.send(new ProducerRecord<>(name + "-events", event.value())).get();
      }
    }
  }

  /** How many results and rejects readers of committed records see. */
  private static int answers(String name) {
    int[] count = {0};
    try (CommittedAnswers committed =
        new CommittedAnswers(connection(), name + "-tags", name + "-rejects")) {
      committed.readToEnd(answer -> count[0]++);
    }
    return count[0];
  }

  private static void awaitAnswers(String name, int count) {
    await(count + " answers").atMost(PATIENCE).until(() -> answers(name) >= count);
  }

  private static KafkaConnection connection() {
    return KafkaConnection.to(broker.bootstrapServers());
  }
}
