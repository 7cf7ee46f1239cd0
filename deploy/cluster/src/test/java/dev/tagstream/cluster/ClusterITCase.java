package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.embedded.ListeningSockets;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Flink and a Kafka of separate processes do with jobs that are refused, end or crash. */
@Timeout(600)
final class ClusterITCase {

  private static final int TASK_MANAGERS = 2;
  private static final int PARALLELISM = 4;

  /** Pools grow by so many at most; three jobs that leave one for each subtask are seen. */
  private static final int POOLED_THREADS = 5;

  /** More than two, after which a process is warm. */
  private static final int JOBS = 6;

  /** A process that still warms up grows by less; a second copy of anything native is more. */
  private static final double FLAT = 1.15;

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private static Path folder;

  private static Cluster cluster;
  private static ImagesTopic events;
  private static Answers answers;

  @BeforeAll
  static void start() throws Exception {
    cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder,
            new Cluster.Size(TASK_MANAGERS, PARALLELISM / TASK_MANAGERS, "1g"),
            Cluster.UPLOADS);
    cluster.createTopics(PARALLELISM);
    KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
    events = new ImagesTopic(connection, DemoJob.images(), PARALLELISM);
    answers = new Answers(connection);
  }

  @AfterAll
  static void stop() throws IOException {
    answers.close();
    events.close();
    cluster.close();
  }

  @Test
  void everyProcessListensOnLoopbackOnly() throws Exception {
    Map<String, ProcessHandle> processes = cluster.processes().running();
    assertThat(processes)
        .containsOnlyKeys("broker-1", "jobmanager-1", "taskmanager-1", "taskmanager-2");
    for (Map.Entry<String, ProcessHandle> process : processes.entrySet()) {
      // broker and controller; RPC, REST and blobs; RPC and data
      assertThat(ListeningSockets.of(process.getValue()))
          .as(process.getKey())
          .hasSizeGreaterThanOrEqualTo(2)
          .allMatch(InetAddress::isLoopbackAddress);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --tagging.model.file              | /nowhere.onnx | /nowhere.onnx: there is no such model file
          --tagging.kafka.bootstrap-servers | 127.0.0.1:1   | no Kafka broker answers at 127.0.0.1:1 (waited 10 s); check the address and that it runs
          --tagging.batch.max-images        | none          | tagging.batch.max-images must be a whole number but was 'none'
          --tagging.batch.max-image         | 16            | tagging.batch.max-image is not an option; did you mean tagging.batch.max-images?
          """)
  void answersARefusedJobWithOneLineAndLivesOn(String option, String value, String line)
      throws Exception {
    ProcessHandle jobManager = cluster.processes().get("jobmanager-1");
    String jar = cluster.flink().upload(cluster.jobJar());

    // Flink puts its own stack trace before it
    assertThatThrownBy(() -> cluster.flink().run(jar, 1, DemoJob.options(cluster, option, value)))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(": " + line + "\\n\"]}");
    assertThat(cluster.processes().running()).containsEntry("jobmanager-1", jobManager);
    assertThat(cluster.flink().taskManagers()).isEqualTo(TASK_MANAGERS);
  }

  @Test
  void submitSaysInOneLineWhyAJobIsRefused() {
    assertThatThrownBy(
            () ->
                cluster.submit(
                    List.of(), DemoJob.options(cluster, "--tagging.model.file", "/nowhere.onnx")))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("exit code 2: /nowhere.onnx: there is no such model file\n");
  }

  /** The memory of more jobs, and more strictly, is measured by {@link JobCyclesITCase}. */
  @Test
  void processesHoldNothingOfJobsThatCameAndWent() throws Exception {
    JobCycles.Figures figures = new JobCycles(cluster, events, answers, PARALLELISM).run(JOBS);

    ProcessFigures warm = figures.taskManager().get(1);
    assertThat(figures.taskManager().subList(2, JOBS))
        .allMatch(after -> after.jobClassLoaders() <= warm.jobClassLoaders())
        .allMatch(after -> after.threads() <= warm.threads() + POOLED_THREADS)
        .allMatch(after -> after.nativeLibraries() == warm.nativeLibraries())
        .allMatch(after -> after.nativeCopies() == after.nativeLibraries())
        .allMatch(after -> after.metaspaceKilobytes() <= warm.metaspaceKilobytes() * FLAT)
        .allMatch(after -> after.rssKilobytes() <= warm.rssKilobytes() * FLAT);
    ProcessFigures warmLeader = figures.jobManager().get(1);
    assertThat(figures.jobManager().subList(2, JOBS))
        .allMatch(after -> after.jobClassLoaders() <= warmLeader.jobClassLoaders())
        .allMatch(after -> after.metaspaceKilobytes() <= warmLeader.metaspaceKilobytes() * FLAT);
  }

  /**
   * The image is decoded for too long, at which the TaskManager ends its process; the job goes on
   * in the other one, and finds there what was in hand.
   */
  @Test
  void rejectsAnImageThatHasKilledTwoTaskManagersAndOnlyThatOne() throws Exception {
    Set<String> before = events.expected().keySet();
    events.publishMore(100);
    events.publish("killer", SlowImage.jpeg(), "CRASHED_THE_PROCESS");
    int published = events.publishMore(100);

    String job =
        cluster.submit(
            List.of("--parallelism", String.valueOf(PARALLELISM)),
            DemoJob.options(
                cluster,
                "--tagging.limits.max-decode-time",
                "500 ms",
                "--tagging.limits.max-pixels",
                "400000000"));
    answers.await(published, PATIENCE);
    cluster.flink().stop(job, cluster.savepoints());
    answers.readToEnd();

    SortedMap<String, String> expected = new TreeMap<>(events.expected());
    expected.keySet().removeAll(before);
    SortedMap<String, String> actual = new TreeMap<>(answers.all());
    actual.keySet().removeAll(before);
    assertThat(Differences.between(expected, actual)).isEmpty();
    assertThat(cluster.processes().restarts()).isGreaterThanOrEqualTo(2);
  }
}
