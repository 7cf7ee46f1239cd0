package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to a job and its topics loses nothing and repeats nothing without a word. */
@Tag("faults")
@Timeout(900)
final class OperatorActsITCase {

  private static final int PARTITIONS = 2;
  private static final int EVENTS = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private static Path folder;

  private static Cluster cluster;
  private ImagesTopic events;
  private Answers answers;

  @BeforeAll
  static void start() throws Exception {
    cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder,
            new Cluster.Size(1, PARTITIONS, "1g"));
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  @BeforeEach
  void createTopics() throws Exception {
    cluster.createTopicsAtOnce(PARTITIONS);
    events = new ImagesTopic(connection(), DemoJob.images(), PARTITIONS);
    answers = new Answers(connection());
  }

  @AfterEach
  void deleteTopics() throws Exception {
    events.close();
    answers.close();
    try (TopicsAdmin topics = new TopicsAdmin(cluster.bootstrapServers())) {
      topics.delete(Answers.TOPICS);
    }
  }

  @Test
  void aSecondSubmissionIsRefusedInOneLineThatNamesTheHolder() throws Exception {
    String job = submit("second");
    publishAndAwait();

    assertThatThrownBy(() -> submit("second"))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "(?s).*ended with exit code 2: .*\ntagging.kafka.transactional-id-prefix 'second' is in use: the job %s on host \\S+ renews its lease; stop that job first, or start this one with another tagging.kafka.group-id\n"
                .formatted(job));

    publishAndAwait();
    stop(job);
    assertEachAnsweredOnce();
  }

  @Test
  void anOlderSavepointIsRefusedWithTheNumberOfImagesThatItWouldRepeat() throws Exception {
    String older = tagAndStop(submit("older"));
    String newer = tagAndStop(submit("older", "--fromSavepoint", older));

    assertThat(failure(submit("older", "--fromSavepoint", older)))
        .contains(
            "this state is older than the offsets that the group older has committed: %d records would be tagged again"
                .formatted(EVENTS));

    tagAndStop(submit("older", "--fromSavepoint", newer));
    assertEachAnsweredOnce();
  }

  @Test
  void aRecreatedTopicIsReadFromItsBeginningOnlyIfToldSo() throws Exception {
    String savepoint = tagAndStop(submit("recreated"));
    SortedMap<String, String> expected = events.expected();
    events.close();
    recreateEventsTopic();
    events = new ImagesTopic(connection(), DemoJob.images(), PARTITIONS);
    events.publishMore(EVENTS);

    assertThat(failure(submit("recreated", "--fromSavepoint", savepoint)))
        .containsPattern(
            "the topic image-events was deleted and recreated since this state was saved \\(its id was \\S{22} and is \\S{22}\\)");

    String job =
        cluster.submit(
            List.of("--fromSavepoint", savepoint),
            options("recreated", "--tagging.kafka.on-recreated-topic", "continue"));
    await(EVENTS + " further answers")
        .pollInSameThread()
        .atMost(PATIENCE)
        .until(
            () -> {
              answers.readSome();
              return answers.repeated() >= EVENTS;
            });
    stop(job);
    // the new topic has the same events at the same offsets
    SortedMap<String, String> twice = new TreeMap<>(expected);
    twice.replaceAll((place, answer) -> answer + ", " + answer);
    assertThat(Differences.between(twice, answers.all())).isEmpty();
  }

  /** As {@code kafka-transactions abort} does. */
  @Test
  void resultsOfATransactionThatSomebodyAbortedAreMadeAgain() throws Exception {
    String job =
        cluster.submit(
            List.of("--parallelism", String.valueOf(PARTITIONS)),
            options("aborted", "--tagging.checkpoint.interval", "10 s"));
    events.publishMore(EVENTS);
    await("results that are not committed")
        .pollInSameThread()
        .atMost(PATIENCE)
        .until(() -> answers.inFlight() > 0);
    try (TopicsAdmin topics = new TopicsAdmin(cluster.bootstrapServers())) {
      assertThat(topics.abortTransactions(Answers.TOPICS.get(1))).isPositive();
    }
    awaitAnswers();
    assertThat(cluster.flink().failures(job)).isPositive();
    stop(job);
    assertEachAnsweredOnce();
  }

  private static void recreateEventsTopic() throws Exception {
    List<String> name = List.of(Answers.TOPICS.get(0));
    try (TopicsAdmin admin = new TopicsAdmin(cluster.bootstrapServers());
        Topics topics = Topics.of(connection())) {
      admin.delete(name);
      topics.create(PARTITIONS, name);
    }
  }

  private static KafkaConnection connection() {
    return KafkaConnection.to(cluster.bootstrapServers());
  }

  private String submit(String group, String... flags) throws Exception {
    return cluster.submit(List.of(flags), options(group));
  }

  private static List<String> options(String group, String... more) {
    List<String> options = DemoJob.options(cluster, more);
    options.addAll(List.of("--tagging.kafka.group-id", group));
    return options;
  }

  /** Returns the savepoint. */
  private String tagAndStop(String job) throws Exception {
    publishAndAwait();
    return stop(job);
  }

  private void publishAndAwait() {
    events.publishMore(EVENTS);
    awaitAnswers();
  }

  private void awaitAnswers() {
    answers.await(events.published(), PATIENCE);
  }

  private String stop(String job) throws Exception {
    String savepoint = cluster.flink().stop(job, cluster.savepoints());
    answers.readToEnd();
    return savepoint;
  }

  private static String failure(String job) throws Exception {
    await(job + " fails").atMost(PATIENCE).until(() -> cluster.flink().state(job).equals("FAILED"));
    return cluster.flink().failure(job);
  }

  private void assertEachAnsweredOnce() throws Exception {
    assertThat(Differences.between(events.expected(), answers.all())).isEmpty();
    assertThat(answers.repeated()).isZero();
  }
}
