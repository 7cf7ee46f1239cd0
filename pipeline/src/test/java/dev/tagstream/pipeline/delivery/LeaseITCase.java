package dev.tagstream.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.pipeline.kafka.lease.JobLease;
import dev.tagstream.pipeline.kafka.lease.LeaseRefusedException;
import dev.tagstream.pipeline.kafka.lease.LeaseTerms;
import dev.tagstream.pipeline.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One running job for each transactional prefix, whoever starts it and however it ended before. */
@Timeout(300)
final class LeaseITCase {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static EmbeddedFlink flink;
  private static JobRuns runs;

  @BeforeAll
  static void start() throws Exception {
    Path model = TestModels.dominantColor().writeTo(folder, "colors.onnx");
    broker = EmbeddedBroker.start();
    flink = EmbeddedFlink.start(2);
    runs = new JobRuns(flink, KafkaConnection.to(broker.bootstrapServers()), model);
  }

  @AfterAll
  static void stop() {
    flink.close();
    broker.close();
  }

  @Test
  void refusesASecondStartInOneLineThatNamesTheHolder() throws Exception {
    runs.createTopics("second");
    runs.publish("second");
    EmbeddedJob job = runs.submit("second", Map.of());
    runs.awaitAnswers("second", JobRuns.EVENTS);

    assertThatThrownBy(() -> runs.submit("second", Map.of()))
        .isInstanceOf(UnusableKafkaException.class)
        .hasMessageMatching(
            "tagging.kafka.transactional-id-prefix 'second' is in use: the job %s on host \\S+ renews its lease; stop that job first, or start this one with another tagging.kafka.group-id"
                .formatted(job.id()));

    runs.publish("second");
    runs.awaitAnswers("second", 2 * JobRuns.EVENTS);
    job.stop();
    assertThat(runs.answers("second").values()).hasSize(2 * JobRuns.EVENTS).containsOnly(1);
  }

  @Test
  void ofTwoStartsAtTheSameTimeOneRunsAndTheOtherFailsForGood() throws Exception {
    runs.createTopics("race");
    runs.publish("race");
    StreamExecutionEnvironment one = runs.build("race", new Configuration(), Map.of());
    StreamExecutionEnvironment other = runs.build("race", new Configuration(), Map.of());

    List<EmbeddedJob> jobs = List.of(flink.submit(one), flink.submit(other));
    await("one has ended")
        .atMost(PATIENCE)
        .until(() -> jobs.stream().anyMatch(EmbeddedJob::hasEnded));
    EmbeddedJob loser = jobs.stream().filter(EmbeddedJob::hasEnded).findFirst().orElseThrow();
    EmbeddedJob winner = jobs.get(jobs.get(0) == loser ? 1 : 0);

    assertThat(ExceptionUtils.stringifyException(catchThrowable(loser::awaitEnd)))
        .contains("'race' is in use: the job " + winner.id());
    runs.awaitAnswers("race", JobRuns.EVENTS);
    winner.stop();
    assertThat(runs.answers("race").values()).hasSize(JobRuns.EVENTS).containsOnly(1);
  }

  @Test
  void aStoppedJobLeavesNothingToWaitFor() throws Exception {
    runs.createTopics("stopped");
    runs.publish("stopped");
    EmbeddedJob job = runs.submit("stopped", Map.of());
    runs.awaitAnswers("stopped", JobRuns.EVENTS);
    String savepoint = job.stop();

    long startNanos = System.nanoTime();
    EmbeddedJob next = runs.restore("stopped", savepoint, Map.of());
    assertThat(since(startNanos)).isLessThan(JobLease.EXPIRY.dividedBy(2));
    runs.publish("stopped");
    runs.awaitAnswers("stopped", 2 * JobRuns.EVENTS);
    next.stop();
  }

  @Test
  void aRestartOfTheJobDoesNotWait() throws Exception {
    runs.createTopics("restart");
    EmbeddedJob job = runs.submit("restart", Map.of());
    runs.publish("restart");
    runs.awaitAnswers("restart", JobRuns.EVENTS);
    runs.publish("restart");

    long startNanos = System.nanoTime();
    flink.replaceTaskManager();
    await("a restart").atMost(PATIENCE).until(() -> job.restarts() > 0);
    runs.awaitAnswers("restart", 2 * JobRuns.EVENTS);
    assertThat(since(startNanos)).isLessThan(JobLease.EXPIRY);
    job.stop();
    assertThat(runs.answers("restart").values()).containsOnly(1);
  }

  /** As a JobManager does that takes over from another that has died. */
  @Test
  void aFailoverOfTheJobDoesNotWait() throws Exception {
    runs.createTopics("failover");
    runs.publish("failover");
    JobID id = JobID.generate();
    holderThatDied("failover", id);

    long startNanos = System.nanoTime();
    EmbeddedJob job = runs.submit("failover", withId(id), Map.of());
    runs.awaitAnswers("failover", JobRuns.EVENTS);
    assertThat(since(startNanos)).isLessThan(JobLease.EXPIRY);
    job.stop();
  }

  /**
   * As an operator does that upgrades by the last state, and whoever submits again after a SIGKILL:
   * nobody released the lease, and the job has a new id.
   */
  @Test
  @Tag("faults")
  void anUpgradeFromTheLastStateWaitsForTheLeaseOfItsPredecessorToExpire() throws Exception {
    runs.createTopics("upgrade");
    runs.publish("upgrade");
    EmbeddedJob job = runs.submit("upgrade", Map.of("tagging.checkpoint.interval", "8 s"));
    runs.awaitTransactions("upgrade", TransactionState.ONGOING, 2);
    String lastState = job.saveAndCancel();
    JobLease dead = holderThatDied("upgrade", JobID.generate());

    long startNanos = System.nanoTime();
    EmbeddedJob next =
        runs.submit(
            "upgrade",
            withId(JobID.generate()).set(StateRecoveryOptions.SAVEPOINT_PATH, lastState),
            Map.of());
    assertThat(since(startNanos)).isBetween(JobLease.EXPIRY, Duration.ofSeconds(30));

    runs.publish("upgrade");
    runs.awaitAnswers("upgrade", 2 * JobRuns.EVENTS);
    assertThatThrownBy(dead::renew)
        .isInstanceOf(LeaseRefusedException.class)
        .hasMessageContaining("the job %s on host".formatted(next.id()))
        .hasMessageContaining(
            "has taken over tagging.kafka.transactional-id-prefix 'upgrade', because this job did not renew its lease for 25 s");
    next.stop();
    assertThat(runs.answers("upgrade").values()).hasSize(2 * JobRuns.EVENTS).containsOnly(1);
  }

  /** Holds the lease and does nothing any more. */
  private static JobLease holderThatDied(String name, JobID id) throws InterruptedException {
    JobLease lease =
        JobLease.of(
            LeaseTerms.of(name, name + "-events", runs.connection().with(Map.of())),
            id.toHexString());
    lease.claim();
    return lease;
  }

  private static Configuration withId(JobID id) {
    return new Configuration().set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, id.toHexString());
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
