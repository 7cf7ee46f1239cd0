package dev.tagstream.cluster;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The processes of a cluster, by name, such as {@code taskmanager-2}. */
final class Processes {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;

  /** Those of the cluster that writes to a folder. */
  Processes(Path directory) {
    this.directory = directory;
  }

  /** The processes that were started and still run, by name, such as {@code taskmanager-2}. */
  Map<String, ProcessHandle> running() throws IOException {
    Map<String, ProcessHandle> running = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("pids"))) {
      for (Path file : files) {
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
            .filter(ProcessHandle::isAlive)
            .ifPresent(process -> running.put(file.getFileName().toString(), process));
      }
    }
    return running;
  }

  /** One of them. */
  ProcessHandle get(String name) throws IOException {
    return requireNonNull(running().get(name), name + " does not run");
  }

  /** The names of the TaskManagers that run. */
  List<String> taskManagers() throws IOException {
    return running().keySet().stream().filter(name -> name.startsWith("taskmanager-")).toList();
  }

  /** The names of the JobManagers that run. */
  List<String> jobManagers() throws IOException {
    return running().keySet().stream().filter(name -> name.startsWith("jobmanager-")).toList();
  }

  /** Kills a process with SIGKILL and waits until it is dead. */
  void kill(String name) throws IOException, InterruptedException {
    ProcessHandle process = get(name);
    if (!process.destroyForcibly()) {
      throw new IllegalStateException(name + " does not run");
    }
    await(name + " is dead").atMost(PATIENCE).until(() -> !process.isAlive());
  }

  /** Stops a process with SIGSTOP: it keeps what it has, and answers nobody. */
  void freeze(String name) throws IOException, InterruptedException {
    signal(name, "STOP");
  }

  /** Has a process go on that was frozen, as if no time had passed. */
  void thaw(String name) throws IOException, InterruptedException {
    signal(name, "CONT");
  }

  private void signal(String name, String signal) throws IOException, InterruptedException {
    String process = String.valueOf(get(name).pid());
    if (new ProcessBuilder("kill", "-" + signal, process).start().waitFor() != 0) {
      throw new IllegalStateException(name + " does not run");
    }
  }

  /** What a process has logged, with what its earlier lives have. */
  String log(String name) throws IOException {
    return Files.readString(directory.resolve("logs/" + name + ".log"));
  }

  /** Kills the JobManagers and then the TaskManagers. */
  void killFlink() throws IOException, InterruptedException {
    for (String name : jobManagers()) {
      kill(name);
    }
    for (String name : taskManagers()) {
      kill(name);
    }
  }

  /** The name of the JobManager that leads. */
  String leader() throws IOException {
    for (String name : jobManagers()) {
      if (leads(name)) {
        return name;
      }
    }
    throw new IllegalStateException("no JobManager leads");
  }

  /** Flink tells it in its log only: the REST interface of each asks the one that leads. */
  boolean leads(String jobManager) throws IOException {
    String log = log(jobManager);
    return log.lastIndexOf("Start SessionDispatcherLeaderProcess")
        > Math.max(
            log.lastIndexOf("Stopping SessionDispatcherLeaderProcess"),
            log.lastIndexOf(" supervisor: "));
  }

  /** How often processes that died were started again. */
  int restarts() throws IOException {
    int restarts = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve("restarts"))) {
      for (Path file : files) {
        restarts += Integer.parseInt(Files.readString(file).strip());
      }
    }
    return restarts;
  }
}
