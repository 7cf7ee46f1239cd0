package dev.tagstream.cluster;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A broker, a JobManager and TaskManagers of {@code bin/cluster}, each a process of its own on free
 * loopback ports. They end when this is closed, at the latest with this process.
 */
public final class Cluster implements AutoCloseable {

  /** The setting with which Flink takes jars by its REST interface, as it does not by default. */
  static final Map<String, String> UPLOADS =
      Map.of("TAGSTREAM_FLINK_OPTIONS", "-D web.submit.enable=true");

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern JOB_ID = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final List<String> PORTS =
      List.of(
          "BROKER",
          "CONTROLLER",
          "BROKER_2",
          "CONTROLLER_2",
          "BROKER_3",
          "CONTROLLER_3",
          "REST",
          "RPC",
          "STANDBY_REST",
          "ZOOKEEPER",
          "SQL_GATEWAY");

  private final Path home;
  private final Path directory;
  private final Map<String, String> settings;
  private final StringBuilder submissions = new StringBuilder();
  private final Thread stopping = new Thread(this::stopWithThisProcess);

  private Cluster(Path home, Path directory, Map<String, String> settings) {
    this.home = home;
    this.directory = directory;
    this.settings = settings;
  }

  /**
   * What a cluster consists of.
   *
   * @param taskManagers how many
   * @param slots for each TaskManager
   * @param taskManagerMemory of a whole process, such as {@code 1g}
   */
  public record Size(int taskManagers, int slots, String taskManagerMemory) {}

  /**
   * Starts a cluster and returns when its broker answers and its TaskManagers have registered.
   *
   * @param home the folder that the build assembles, {@code deploy/cluster/target/cluster}
   * @param directory where it writes: logs, topics, checkpoints
   */
  public static Cluster start(Path home, Path directory, Size size)
      throws IOException, InterruptedException {
    return start(home, directory, size, Map.of());
  }

  /**
   * As above.
   *
   * @param settings more of those in {@code bin/settings}
   */
  static Cluster start(Path home, Path directory, Size size, Map<String, String> settings)
      throws IOException, InterruptedException {
    Cluster cluster = on(home, directory, size);
    settings.forEach(
        (name, value) -> cluster.settings.merge(name, value, (own, more) -> own + " " + more));
    cluster.command("start");
    return cluster;
  }

  /**
   * Starts a Flink without a broker, for jobs over objects, and returns when its TaskManagers have
   * registered.
   *
   * @param home the folder that the build assembles
   * @param directory where it writes
   */
  static Cluster startWithoutBroker(Path home, Path directory, Size size)
      throws IOException, InterruptedException {
    Cluster cluster = on(home, directory, size);
    cluster.startJobManager();
    for (int i = 0; i < size.taskManagers(); i++) {
      cluster.startTaskManager();
    }
    await("the TaskManagers")
        .atMost(PATIENCE)
        .until(() -> cluster.flink().taskManagers() == size.taskManagers());
    return cluster;
  }

  /**
   * Starts a broker without a Flink and returns when it answers; the cluster's ports for Flink are
   * then for another one.
   *
   * @param home the folder that the build assembles
   * @param directory where it writes
   */
  public static Cluster startWithoutFlink(Path home, Path directory)
      throws IOException, InterruptedException {
    Cluster cluster = on(home, directory);
    cluster.startBroker();
    return cluster;
  }

  private static Cluster on(Path home, Path directory, Size size) throws IOException {
    Cluster cluster = on(home, directory);
    cluster.settings.put("TAGSTREAM_TASKMANAGERS", String.valueOf(size.taskManagers()));
    cluster.settings.put("TAGSTREAM_SLOTS", String.valueOf(size.slots()));
    cluster.settings.put(
        "TAGSTREAM_FLINK_OPTIONS",
        "-D taskmanager.memory.process.size=" + size.taskManagerMemory());
    return cluster;
  }

  private static Cluster on(Path home, Path directory) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("TAGSTREAM_CLUSTER_DIR", directory.toString());
    List<Integer> ports = freePorts(PORTS.size());
    for (int i = 0; i < PORTS.size(); i++) {
      settings.put("TAGSTREAM_" + PORTS.get(i) + "_PORT", String.valueOf(ports.get(i)));
    }
    Cluster cluster = new Cluster(home, directory, settings);
    Runtime.getRuntime().addShutdownHook(cluster.stopping);
    return cluster;
  }

  /** Where Kafka's clients reach the brokers. */
  public String bootstrapServers() {
    List<String> ports =
        settings.getOrDefault("TAGSTREAM_BROKERS", "1").equals("1")
            ? List.of("BROKER")
            : List.of("BROKER", "BROKER_2", "BROKER_3");
    return ports.stream()
        .map(port -> "127.0.0.1:" + settings.get("TAGSTREAM_" + port + "_PORT"))
        .collect(Collectors.joining(","));
  }

  /** The port of Flink's REST interface. */
  public String restPort() {
    return requireNonNull(settings.get("TAGSTREAM_REST_PORT"));
  }

  /** The port at which a JobManager awaits TaskManagers. */
  public String rpcPort() {
    return requireNonNull(settings.get("TAGSTREAM_RPC_PORT"));
  }

  /** The port of a {@code bin/sql-gateway} for this cluster. */
  String sqlGatewayPort() {
    return requireNonNull(settings.get("TAGSTREAM_SQL_GATEWAY_PORT"));
  }

  /** A script of {@code bin/} with the settings of this cluster, to be started. */
  ProcessBuilder script(String name) {
    ProcessBuilder script = new ProcessBuilder(home.resolve("bin").resolve(name).toString());
    script.environment().putAll(settings);
    return script;
  }

  /** Flink's REST interface: of two JobManagers, that of one that answers. */
  public FlinkRest flink() {
    boolean alone = settings.getOrDefault("TAGSTREAM_JOBMANAGERS", "1").equals("1");
    String port =
        alone || answers(restPort())
            ? restPort()
            : requireNonNull(settings.get("TAGSTREAM_STANDBY_REST_PORT"));
    return new FlinkRest("http://127.0.0.1:" + port);
  }

  private static boolean answers(String port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  /** The folder with all that it writes. */
  public Path directory() {
    return directory;
  }

  /** The folder for savepoints. */
  public Path savepoints() {
    return directory.resolve("savepoints");
  }

  /** The jar of the job. */
  public Path jobJar() throws IOException {
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(home.resolve("usrlib"), "tagstream-pipeline-*-job.jar")) {
      return jars.iterator().next();
    }
  }

  /** Its processes. */
  Processes processes() {
    return new Processes(directory);
  }

  /** What the jobs have saved. */
  Checkpoints checkpoints() {
    return new Checkpoints(directory.resolve("checkpoints"));
  }

  /** Returns when everything runs again. */
  void startAll() throws IOException, InterruptedException {
    command("start");
  }

  /** Returns when each JobManager runs and the TaskManagers have registered with the leader. */
  public void startJobManager() throws IOException, InterruptedException {
    command("start", "jobmanager");
  }

  /** Starts one more TaskManager. */
  void startTaskManager() throws IOException, InterruptedException {
    command("start", "taskmanager");
  }

  /** Returns when each broker answers, with what it held if it was killed. */
  public void startBroker() throws IOException, InterruptedException {
    command("start", "broker");
  }

  /** Makes the topics of events, tags and rejects, as {@code cluster create-topics} does. */
  public void createTopics(int partitions) throws IOException, InterruptedException {
    command("create-topics", String.valueOf(partitions));
  }

  /** As above on a single broker, without the seconds that the command's processes take. */
  void createTopicsAtOnce(int partitions) throws InterruptedException {
    try (Topics topics = Topics.of(KafkaConnection.to(bootstrapServers()))) {
      topics.create(partitions, Answers.TOPICS);
    }
  }

  /**
   * Starts the job and returns its id.
   *
   * @param flags for {@code flink run}
   * @param options the job's, with their leading dashes
   */
  public String submit(List<String> flags, List<String> options)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("submit"));
    arguments.addAll(flags);
    arguments.add("--");
    arguments.addAll(options);
    String output = command(arguments.toArray(String[]::new));
    submissions.append(output);
    Matcher id = JOB_ID.matcher(output);
    if (!id.find()) {
      throw new IOException("flink run says no job's id: " + output);
    }
    return id.group(1);
  }

  /** What was said to whoever submitted jobs. */
  String submissions() {
    return submissions.toString();
  }

  @Override
  public void close() throws IOException {
    try {
      command("stop");
    } catch (InterruptedException e) {
      // what still runs then ends with this process
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the cluster of " + directory + " stops");
    }
    Runtime.getRuntime().removeShutdownHook(stopping);
  }

  private void stopWithThisProcess() {
    try {
      command("stop");
    } catch (IOException | InterruptedException e) {
      System.err.println("cannot stop the cluster of " + directory + ": " + e.getMessage());
    }
  }

  /** Runs {@code bin/cluster} and returns what it says. */
  private String command(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(home.resolve("bin/cluster").toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder command = new ProcessBuilder(words).redirectErrorStream(true);
    command.environment().putAll(settings);
    Process process = command.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException(
          "%s ended with exit code %d: %s".formatted(String.join(" ", words), exitCode, output));
    }
    return output;
  }

  /** Ports that are free now; all are bound before any is given back, so no two are the same. */
  static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
