package dev.tagstream.cluster;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/cluster} does with a process that dies; a shell stands for a TaskManager. */
@Timeout(120)
final class SupervisorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /** It accepts connections, which is all that the scripts ask of a JobManager here. */
  private ServerSocket jobManager;

  @BeforeEach
  void copyTheScripts() throws IOException {
    jobManager = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Path scripts = Files.createDirectory(folder.resolve("bin"));
    for (String name : List.of("cluster", "supervisor", "settings", "runtime")) {
      Files.copy(Path.of("bin", name), scripts.resolve(name));
      executable(scripts.resolve(name));
    }
  }

  @AfterEach
  void stop() throws Exception {
    cluster("stop");
    jobManager.close();
  }

  @Test
  void startsAProcessAgainThatWasKilledAndCountsIt() throws Exception {
    taskManagerIs("exec sleep 600");
    assertThat(cluster("start", "taskmanager")).isEmpty();
    long first = awaitProcess(0);
    kill(first);
    long second = awaitProcess(first);

    assertThat(statusOfTheTaskManager())
        .isEqualTo("taskmanager-1 runs as process %d, started again: 1".formatted(second));
    assertThat(log()).contains("taskmanager-1 ended by SIGKILL; it is started again in 1 s");
  }

  @Test
  void givesUpOnAProcessThatDiesAgainAndAgain() throws Exception {
    taskManagerIs("exit 7");
    assertThat(cluster("start", "taskmanager")).isEmpty();

    String line =
        "taskmanager-1 has ended; its log is %s, started again: 1"
            .formatted(folder.resolve("run/logs/taskmanager-1.log"));
    await("it gives up")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(statusOfTheTaskManager()).isEqualTo(line));
    assertThat(log())
        .contains(
            "taskmanager-1 ended with exit code 7, for the 2. time within 600 s, and is not started"
                + " again; once the cause is gone: cluster start");
  }

  @Test
  void tellsAProcessWithoutASupervisorAndStopsIt() throws Exception {
    taskManagerIs("exec sleep 600");
    cluster("start", "taskmanager");
    long process = awaitProcess(0);
    kill(Long.parseLong(Files.readString(folder.resolve("run/supervisors/taskmanager-1")).strip()));

    assertThat(statusOfTheTaskManager())
        .isEqualTo("taskmanager-1 runs as process %d, without a supervisor".formatted(process));
    cluster("stop");
    awaitEnd(process);
  }

  @Test
  void stopEndsTheProcessForGood() throws Exception {
    taskManagerIs("exec sleep 600");
    cluster("start", "taskmanager");
    long process = awaitProcess(0);
    cluster("stop");

    awaitEnd(process);
    assertThat(cluster("status").lines()).hasSize(1);
  }

  @Test
  void keepsFilesFromOthersUnlessToldOtherwise() throws Exception {
    taskManagerIs("touch \"$TAGSTREAM_CLUSTER_DIR/journals/file\"; exec sleep 600");
    cluster("start", "taskmanager");
    awaitProcess(0);
    assertThat(permissions())
        .isNotEmpty()
        .allSatisfy((file, mode) -> assertThat(mode).endsWith("------"));
    cluster("stop");

    clusterWith(Map.of("TAGSTREAM_UMASK", "022"), "start", "taskmanager");
    assertThat(permissions())
        .containsEntry("checkpoints", "rwxr-xr-x")
        .containsEntry("journals", "rwxr-xr-x");
  }

  @Test
  void refusesASecondJobManagerBesideOneThatKnowsOfNoOther() throws Exception {
    taskManagerIs("exec sleep 600");
    cluster("start", "taskmanager");
    awaitProcess(0);

    assertThat(clusterWith(Map.of("TAGSTREAM_JOBMANAGERS", "2"), "start"))
        .isEqualTo(
            "cluster: taskmanager-1 runs with TAGSTREAM_JOBMANAGERS=1, not 2; stop the cluster first:"
                + " cluster stop\n");
  }

  private void taskManagerIs(String line) throws IOException {
    Path script = folder.resolve("bin/taskmanager");
    Files.writeString(script, "#!/bin/bash\n" + line + "\n");
    executable(script);
  }

  private static void executable(Path script) throws IOException {
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Waits for a process other than the given one, and returns its number. */
  private long awaitProcess(long other) {
    Path file = folder.resolve("run/pids/taskmanager-1");
    await("a process runs")
        .atMost(PATIENCE)
        .until(
            () -> Files.exists(file) && !Files.readString(file).isBlank() && number(file) != other);
    await("it is what it becomes")
        .atMost(PATIENCE)
        .until(
            () ->
                ProcessHandle.of(number(file))
                    .flatMap(p -> p.info().command())
                    .orElse("")
                    .endsWith("sleep"));
    return number(file);
  }

  private static long number(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(long process) {
    ProcessHandle.of(process).orElseThrow().destroyForcibly();
    awaitEnd(process);
  }

  private static void awaitEnd(long process) {
    await("it has ended")
        .atMost(PATIENCE)
        .until(() -> !ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false));
  }

  private String statusOfTheTaskManager() throws Exception {
    return cluster("status")
        .lines()
        .filter(line -> line.startsWith("taskmanager-1"))
        .findFirst()
        .orElse("");
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("run/logs/taskmanager-1.log"));
  }

  /** The modes of all files of the cluster, by their path. */
  private Map<String, String> permissions() throws IOException {
    Path run = folder.resolve("run");
    try (Stream<Path> files = Files.walk(run)) {
      return files.collect(
          toMap(file -> run.relativize(file).toString(), SupervisorTest::permissions));
    }
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String cluster(String... arguments) throws Exception {
    return clusterWith(Map.of(), arguments);
  }

  private String clusterWith(Map<String, String> settings, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(folder.resolve("bin/cluster").toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder command = new ProcessBuilder(words).redirectErrorStream(true);
    command.environment().put("TAGSTREAM_CLUSTER_DIR", folder.resolve("run").toString());
    command.environment().put("TAGSTREAM_REST_PORT", String.valueOf(jobManager.getLocalPort()));
    command.environment().put("TAGSTREAM_RESTARTS", "1");
    command.environment().putAll(settings);
    Process process = command.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
