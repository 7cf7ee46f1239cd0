package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Dockerfile, built and run: a broker, a JobManager and TaskManagers as containers. Podman and
 * Buildah stand for Docker, and Debian's packages for the base image, whose registry is not asked.
 */
@Tag("containers")
@Timeout(1800)
final class ContainersITCase {

  private static final Path HOME = Path.of("target/cluster").toAbsolutePath();
  private static final Path DOCKER = Path.of("../docker").toAbsolutePath().normalize();
  private static final Path STORAGE =
      Path.of("../../target/containers").toAbsolutePath().normalize();
  private static final String IMAGE = "localhost/tagstream:cpu";
  private static final Pattern JAVA_IMAGE = Pattern.compile("ARG JAVA_IMAGE=(\\S+)");
  private static final int EVENTS = 200;
  private static final int SLOTS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @BeforeEach
  void letContainersIn() {
    // their users are not this one
    assertThat(folder.toFile().setExecutable(true, false)).isTrue();
  }

  @Test
  void imagesAreTaggedInContainersThoughOneIsKilled() throws Exception {
    try (Podman podman = Podman.orSkip(STORAGE)) {
      String base = build(podman);
      Ports ports = Ports.free();
      podman.start("tagstream-broker", broker(base, ports));
      KafkaConnection connection = KafkaConnection.to("127.0.0.1:" + ports.broker());
      createTopics(connection, podman);
      podman.start("tagstream-jobmanager", jobManager(ports));
      podman.start("tagstream-taskmanager-1", taskManager(ports, 1));
      podman.start("tagstream-taskmanager-2", taskManager(ports, 2));
      try (ImagesTopic events = new ImagesTopic(connection, DemoJob.images(), SLOTS);
          Answers answers = new Answers(connection)) {
        events.publishUpTo(EVENTS);
        answers.await(EVENTS, PATIENCE);

        podman.kill(busyTaskManager(podman));
        events.publishUpTo(2 * EVENTS);
        answers.await(2 * EVENTS, PATIENCE);

        answers.readToEnd();
        assertThat(Differences.between(events.expected(), answers.all())).isEmpty();
        assertThat(answers.repeated()).isZero();
      }
    }
  }

  @Test
  void aContainerWithTooLittleMemorySaysSoThoughAFolderIsMountedOverItsConfiguration()
      throws Exception {
    try (Podman podman = Podman.orSkip(STORAGE)) {
      build(podman);
      Path conf = Files.createDirectory(folder.resolve("conf"));
      Files.copy(
          DOCKER.resolve("config.yaml"),
          conf.resolve("config.yaml"),
          StandardCopyOption.REPLACE_EXISTING);
      List<String> mounted = List.of("--volume", conf + ":/opt/flink/conf:ro");
      List<String> small = new ArrayList<>(mounted);
      small.addAll(List.of("--memory", "1g", IMAGE, "taskmanager"));
      podman.start("tagstream-small", small);

      assertThat(podman.await("tagstream-small")).isEqualTo(2);
      assertThat(podman.logs("tagstream-small"))
          .contains(
              "container: the container may use 1024 MiB but taskmanager.memory.process.size is"
                  + " 2048 MiB, so the kernel would kill it (exit code 137)");

      List<String> large = new ArrayList<>(mounted);
      large.addAll(List.of("--memory", "3g", IMAGE, "taskmanager"));
      podman.start("tagstream-large", large);
      await("it logs")
          .atMost(PATIENCE)
          .until(() -> podman.logs("tagstream-large").contains(" INFO "));
    }
  }

  /** Builds the image and returns the name of its base. */
  private static String build(Podman podman) throws Exception {
    String dockerfile = Files.readString(DOCKER.resolve("Dockerfile"));
    String base =
        JAVA_IMAGE
            .matcher(dockerfile)
            .results()
            .map(argument -> "docker.io/library/" + argument.group(1))
            .findFirst()
            .orElseThrow();
    podman.makeBase(DOCKER.resolve("debian-base"), base);
    podman.build(
        "--target",
        "cpu",
        "--tag",
        IMAGE,
        "--file",
        DOCKER.resolve("Dockerfile").toString(),
        "--build-context",
        "docker=" + DOCKER,
        HOME.toString());
    return base;
  }

  private static List<String> broker(String base, Ports ports) {
    return List.of(
        "--volume",
        HOME + ":/opt/cluster:ro",
        "--env",
        "TAGSTREAM_CLUSTER_DIR=/data",
        "--env",
        "TAGSTREAM_BROKER_PORT=" + ports.broker(),
        "--env",
        "TAGSTREAM_CONTROLLER_PORT=" + ports.controller(),
        base,
        "/opt/cluster/bin/broker");
  }

  private static void createTopics(KafkaConnection connection, Podman podman) throws Exception {
    await("a broker answers")
        .atMost(PATIENCE)
        .until(() -> podman.logs("tagstream-broker").contains("Kafka Server started"));
    try (Topics topics = Topics.of(connection)) {
      await("topics are created, however busy this machine is")
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(UnusableKafkaException.class)
          .untilAsserted(() -> topics.create(SLOTS, Answers.TOPICS));
    }
  }

  private List<String> jobManager(Ports ports) throws Exception {
    List<String> arguments = new ArrayList<>(ofTheJob(ports, ""));
    arguments.addAll(
        List.of(
            "standalone-job",
            "--tagging.kafka.bootstrap-servers",
            "127.0.0.1:" + ports.broker(),
            "--tagging.device.provider",
            "cpu",
            "--tagging.checkpoint.interval",
            "500 ms"));
    return arguments;
  }

  private List<String> taskManager(Ports ports, int number) throws Exception {
    List<String> arguments =
        new ArrayList<>(ofTheJob(ports, " -D taskmanager.resource-id=taskmanager-" + number));
    arguments.add("taskmanager");
    return arguments;
  }

  /** What the containers of the job have in common; each TaskManager could run the job alone. */
  private List<String> ofTheJob(Ports ports, String more) throws Exception {
    String state = "tagstream-state-" + folder.getFileName();
    return List.of(
        "--memory",
        "2g",
        "--volume",
        state + ":/data/state",
        "--env",
        "TAGSTREAM_MODEL_FILE=/opt/flink/demo/model/" + DemoJob.model().getFileName(),
        "--env",
        "TAGSTREAM_MODEL_SHA256=" + ContainerITCase.sha256(DemoJob.model()),
        "--env",
        "TAGSTREAM_FLINK_OPTIONS="
            + String.join(
                " ",
                "-D jobmanager.rpc.address=127.0.0.1 -D rest.address=127.0.0.1",
                "-D taskmanager.host=127.0.0.1",
                "-D rest.port=" + ports.rest(),
                "-D jobmanager.rpc.port=" + ports.rpc(),
                "-D taskmanager.numberOfTaskSlots=" + SLOTS,
                "-D parallelism.default=" + SLOTS,
                "-D taskmanager.memory.process.size=1g",
                "-D heartbeat.interval=2000 -D heartbeat.timeout=30000",
                "-D metrics.reporters=none",
                "-D execution.checkpointing.dir=file:///data/state/checkpoints")
            + more,
        IMAGE);
  }

  /** The TaskManager that runs the job. */
  private static String busyTaskManager(Podman podman) throws Exception {
    boolean first =
        podman.logs("tagstream-taskmanager-1").contains("switched from INITIALIZING to RUNNING");
    return first ? "tagstream-taskmanager-1" : "tagstream-taskmanager-2";
  }

  /**
   * Ports of the host that are free.
   *
   * @param broker where clients reach the broker
   * @param controller where the broker is its own controller
   * @param rest where Flink answers
   * @param rpc where TaskManagers register
   */
  private record Ports(int broker, int controller, int rest, int rpc) {

    static Ports free() throws Exception {
      List<Integer> free = Cluster.freePorts(4);
      return new Ports(free.get(0), free.get(1), free.get(2), free.get(3));
    }
  }
}
