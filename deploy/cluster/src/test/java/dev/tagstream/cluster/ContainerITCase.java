package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the images' entry point does, with the images' configuration of Flink. */
@Timeout(600)
final class ContainerITCase {

  private static final Path HOME = Path.of("target/cluster").toAbsolutePath();
  private static final Path CONFIG = Path.of("../docker/config.yaml");
  private static final int EVENTS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @BeforeEach
  void configure() throws IOException {
    Files.createDirectories(folder.resolve("conf"));
    Files.copy(CONFIG, folder.resolve("conf/config.yaml"), StandardCopyOption.REPLACE_EXISTING);
    Files.createDirectories(folder.resolve("tmp"));
  }

  @Test
  void aJobManagerOfOneJobWaitsForItsBrokerAndTagsImagesThoughItIsRescaledUntilItIsStopped()
      throws Exception {
    try (Cluster broker = Cluster.startWithoutFlink(HOME, folder.resolve("broker"));
        Bucket bucket = Bucket.start(folder)) {
      broker.createTopicsAtOnce(2);
      KafkaConnection connection = KafkaConnection.to(broker.bootstrapServers());
      try (ImagesTopic events = new ImagesTopic(connection, DemoJob.images(), 2);
          Answers answers = new Answers(connection);
          ContainerProcess jobManager = jobManagerBeforeItsBroker(broker, bucket);
          ContainerProcess taskManager = taskManager(broker, bucket)) {
        events.publishUpTo(EVENTS);
        await(EVENTS + " events are answered")
            .pollInSameThread()
            .atMost(PATIENCE)
            .until(
                () -> {
                  assertThat(jobManager.isAlive()).as(jobManager.output()).isTrue();
                  assertThat(taskManager.isAlive()).as(taskManager.output()).isTrue();
                  answers.readSome();
                  return answers.answered() >= EVENTS;
                });
        FlinkRest flink = broker.flink();
        rescale(flink, flink.onlyJob());
        events.publishUpTo(2 * EVENTS);
        answers.await(2 * EVENTS, PATIENCE);
        assertThat(bucket.keys("checkpoints/"))
            .anyMatch(key -> key.matches("checkpoints/.*/chk-\\d+/_metadata"));
        String savepoint = flink.stop(flink.onlyJob(), folder.resolve("savepoints"));

        assertThat(jobManager.exitCode()).as(jobManager.output()).isZero();
        answers.readToEnd();
        assertThat(Differences.between(events.expected(), answers.all())).isEmpty();
        assertThat(answers.repeated()).isZero();
        assertThat(Path.of(URI.create(savepoint))).isDirectory();
        assertThat(taskManager.output())
            .contains(
                "container: the container may use 1100 MiB, of which Flink takes 1024 MiB; ONNX"
                    + " Runtime and OpenCV need more than the rest, so the kernel may kill it (exit"
                    + " code 137); raise the container's limit to 1536 MiB or lower"
                    + " taskmanager.memory.process.size\n")
            .contains("Discover GPU resources: [GPU Device(0), GPU Device(1)]");
      }
    }
  }

  /** With the adaptive scheduler: the job goes on from its last checkpoint, on one slot of two. */
  private static void rescale(FlinkRest flink, String job) throws Exception {
    assertThat(flink.parallelism(job)).isEqualTo(2);
    flink.rescale(job, 1);
    await("the job runs on one slot")
        .atMost(PATIENCE)
        .until(() -> flink.parallelism(job) == 1 && flink.allTasksRun(job));
  }

  /** Containers start in any order; the broker answers only when the job waits for it. */
  private ContainerProcess jobManagerBeforeItsBroker(Cluster broker, Bucket bucket)
      throws Exception {
    broker.processes().freeze("broker-1");
    ContainerProcess jobManager = jobManager(broker, bucket);
    Pattern line =
        Pattern.compile(
            "waiting up to 2\\d\\d s more for a broker: no Kafka broker answers at %s \\(waited 10 s\\)"
                .formatted(broker.bootstrapServers()));
    await("it says that it waits")
        .atMost(PATIENCE)
        .until(() -> line.matcher(jobManager.output()).find());
    broker.processes().thaw("broker-1");
    return jobManager;
  }

  /** With a file of options first, which Flink's own parser would take for a folder of its own. */
  private ContainerProcess jobManager(Cluster broker, Bucket bucket) throws Exception {
    Path options =
        Files.writeString(
            folder.resolve("job.properties"),
            "tagging.kafka.bootstrap-servers = %s%n".formatted(broker.bootstrapServers()));
    return start(
        "jobmanager",
        environment(broker, bucket),
        List.of(
            "standalone-job",
            "--config",
            options.toString(),
            "--tagging.device.provider",
            "cpu",
            "--tagging.checkpoint.interval",
            "500 ms"));
  }

  /** On a machine that says to have two GPUs, of which the job uses none. */
  private ContainerProcess taskManager(Cluster broker, Bucket bucket) throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path driver = Files.writeString(tools.resolve("nvidia-smi"), "#!/bin/sh\necho 0\necho 1\n");
    assertThat(driver.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = environment(broker, bucket);
    environment.put("PATH", tools + ":" + System.getenv("PATH"));
    environment.merge(
        "TAGSTREAM_FLINK_OPTIONS",
        " -D external-resources=gpu -D external-resource.gpu.amount=2 -D"
            + " external-resource.gpu.driver-factory.class=org.apache.flink.externalresource.gpu.GPUDriverFactory",
        String::concat);
    return start("taskmanager", environment, List.of("taskmanager"));
  }

  /**
   * What every container of a cluster has in its environment, on loopback. Checkpoints go into a
   * bucket, with the credentials that Amazon's client finds by itself.
   */
  private Map<String, String> environment(Cluster broker, Bucket bucket) throws Exception {
    Path model = DemoJob.model();
    Map<String, String> environment = environment();
    environment.put("TAGSTREAM_MODEL_FILE", model.toString());
    environment.put("TAGSTREAM_MODEL_SHA256", sha256(model));
    environment.putAll(bucket.credentials());
    // of which Flink takes 1 GiB
    environment.put("TAGSTREAM_MEMORY_LIMIT", String.valueOf(1100 << 20));
    environment.put(
        "TAGSTREAM_FLINK_OPTIONS",
        String.join(
            " ",
            "-D jobmanager.rpc.address=127.0.0.1 -D jobmanager.bind-host=127.0.0.1",
            "-D taskmanager.host=127.0.0.1 -D taskmanager.bind-host=127.0.0.1",
            "-D rest.address=127.0.0.1 -D rest.bind-address=127.0.0.1",
            "-D rest.port=" + broker.restPort(),
            "-D jobmanager.rpc.port=" + broker.rpcPort(),
            "-D taskmanager.numberOfTaskSlots=2 -D parallelism.default=2",
            "-D taskmanager.memory.process.size=1g",
            "-D metrics.reporters=none",
            "-D jobmanager.scheduler=adaptive",
            bucket.flinkOptions(),
            "-D execution.checkpointing.dir=" + bucket.uri("checkpoints")));
    return environment;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("FLINK_CONF_DIR", folder.resolve("conf").toString());
    environment.put("TMPDIR", folder.resolve("tmp").toString());
    return environment;
  }

  private ContainerProcess start(
      String name, Map<String, String> environment, List<String> arguments) throws IOException {
    return ContainerProcess.start(HOME, folder.resolve(name + ".log"), environment, arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TAGSTREAM_MODEL_FILE=/nowhere.onnx | /nowhere.onnx: there is no such model file; mount it there, or set TAGSTREAM_MODEL_URL to fetch it
          TAGSTREAM_MODEL_SHA256=0676        | TAGSTREAM_MODEL_SHA256 and TAGSTREAM_MODEL_URL need TAGSTREAM_MODEL_FILE: the model's path
          FLINK_CONF_DIR=/nowhere            | /nowhere/config.yaml: there is no such file; mount Flink's configuration there, or set FLINK_CONF_DIR
          TAGSTREAM_JOURNAL_DIR=/proc/here   | /proc/here: user 0 may not write there; set TAGSTREAM_JOURNAL_DIR to a folder where it may
          TAGSTREAM_MEMORY_LIMIT=2g          | TAGSTREAM_MEMORY_LIMIT must be a number of bytes but was '2g'
          TAGSTREAM_MEMORY_LIMIT=1610612736  | the container may use 1536 MiB but taskmanager.memory.process.size is 2048 MiB, so the kernel would kill it (exit code 137); raise the container's limit or lower taskmanager.memory.process.size
          """)
  void startsNothingAndSaysWhy(String setting, String line) throws Exception {
    String[] parts = setting.split("=", 2);
    assertThat(refused(Map.of(parts[0], parts[1])))
        .isEqualTo("container: " + line.replace("user 0", "user " + userId()) + "\n");
  }

  @Test
  void namesTheSha256OfAnotherModel() throws Exception {
    String expected = "0".repeat(64);
    assertThat(refusedWithSha256(expected))
        .isEqualTo(
            "container: %s: has the SHA-256 %s but must have %s, by TAGSTREAM_MODEL_SHA256%n"
                .formatted(DemoJob.model(), sha256(DemoJob.model()), expected));
  }

  @Test
  void refusesASha256ThatIsNone() throws Exception {
    assertThat(refusedWithSha256("0676BA61"))
        .isEqualTo(
            "container: TAGSTREAM_MODEL_SHA256 must be 64 hexadecimal digits, in lower case, but"
                + " was '0676BA61'\n");
  }

  @Test
  void fetchesAModelByHttpsOnly() throws Exception {
    assertThat(
            refused(
                Map.of(
                    "TAGSTREAM_MODEL_FILE", folder.resolve("model.onnx").toString(),
                    "TAGSTREAM_MODEL_SHA256", "0".repeat(64),
                    "TAGSTREAM_MODEL_URL", "http://127.0.0.1/model.onnx")))
        .isEqualTo(
            "tagstream fetch: http://127.0.0.1/model.onnx: only https URLs are downloaded; others"
                + " can be read and changed on the way\n");
  }

  @Test
  void aDoctorLooksAtTheModelAndTheBrokerBeforeAnythingStarts() throws Exception {
    Map<String, String> environment = environment();
    environment.put("TAGSTREAM_MODEL_FILE", DemoJob.model().toString());
    environment.put("TAGSTREAM_MODEL_SHA256", sha256(DemoJob.model()));
    List<String> arguments =
        List.of("doctor", "--bootstrap-servers", "127.0.0.1:1", "--tagging.device.provider", "cpu");
    try (ContainerProcess container = start("doctor", environment, arguments)) {
      assertThat(container.exitCode()).as(container.output()).isEqualTo(2);
      assertThat(container.output())
          .contains("ok       model        " + DemoJob.model() + " runs: fashion-resnet50")
          .contains("failure  broker       accepts no connection: 127.0.0.1:1");
    }
  }

  @Test
  void runsAnyOtherCommandAsItIs() throws Exception {
    try (ContainerProcess container =
        start("other", environment(), List.of("sh", "-c", "echo \"$FLINK_HOME\""))) {
      assertThat(container.exitCode()).isZero();
      assertThat(container.output()).isEqualTo(HOME + "\n");
    }
  }

  /** What the demo's model is refused with where it must have another digest. */
  private String refusedWithSha256(String sha256) throws Exception {
    return refused(
        Map.of(
            "TAGSTREAM_MODEL_FILE", DemoJob.model().toString(), "TAGSTREAM_MODEL_SHA256", sha256));
  }

  /** What a TaskManager says that does not start, for a setting on top of those that it needs. */
  private String refused(Map<String, String> settings) throws Exception {
    Map<String, String> environment = environment();
    environment.putAll(settings);
    try (ContainerProcess container = start("refused", environment, List.of("taskmanager"))) {
      assertThat(container.exitCode()).as(container.output()).isEqualTo(2);
      return container.output();
    }
  }

  private static String userId() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
  }

  static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
