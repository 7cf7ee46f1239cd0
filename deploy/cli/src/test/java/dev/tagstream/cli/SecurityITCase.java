package dev.tagstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.ListeningSockets;
import dev.tagstream.embedded.SecureBroker;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** SASL/SCRAM over TLS against a real broker, and where its password must not show. */
@Timeout(240)
final class SecurityITCase {

  @TempDir private static Path folder;
  private static SecureBroker broker;

  @BeforeAll
  static void start() throws Exception {
    ColorModel.write(folder.resolve("colors.onnx"));
    Files.createDirectory(folder.resolve("images"));
    Files.write(folder.resolve("images/red.png"), ColorImages.png(Color.RED, 20, 10));
    broker = SecureBroker.start(folder);
    writeProperties("client.properties", broker.clientProperties(SecureBroker.PASSWORD));
    writeProperties("wrong.properties", broker.clientProperties("wrong-" + SecureBroker.PASSWORD));
    try (Topics topics = Topics.of(connection())) {
      topics.create(1, List.of("image-events", "image-tags", "image-rejects"));
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** Publishes and reads in this process; the job runs in one of its own, which logs all it can. */
  @Test
  void publishesTagsAndReadsWithoutAWordOfThePassword() throws Exception {
    StringWriter said = new StringWriter();
    assertThat(execute(said, "publish", folder.resolve("images").toString())).isZero();
    Process run = new ProcessBuilder(runCommand()).redirectErrorStream(true).start();
    String log = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertThat(run.waitFor()).as(log).isZero();
    assertThat(execute(said, "results", "--json")).isZero();

    assertThat(said.toString()).contains("\"label\":\"red\"");
    assertThat(log).contains("ConsumerConfig values", "ProducerConfig values", "SCRAM-SHA-512");
    assertThat(log + said).doesNotContain(SecureBroker.PASSWORD);
  }

  @Test
  void refusesAWrongPasswordWithoutRepeatingIt() {
    StringWriter said = new StringWriter();
    int exitCode =
        commandLine(said)
            .execute(
                "results",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--client-config",
                folder.resolve("wrong.properties").toString());
    assertThat(exitCode).isEqualTo(2);
    assertThat(said.toString())
        .isEqualTo(
            "tagstream results: the broker at %s refuses access to image-tags, image-rejects:"
                    .formatted(broker.bootstrapServers())
                + " Authentication failed during authentication due to invalid credentials with"
                + " SASL mechanism SCRAM-SHA-512\n");
  }

  @Test
  void showsThePasswordNeitherInThePlanNorInTheWebInterface() throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      StreamExecutionEnvironment environment = flink.newEnvironment();
      TaggingJob.build(environment, config());
      assertThat(environment.getExecutionPlan())
          .contains("image-events")
          .doesNotContain(SecureBroker.PASSWORD);
      flink.submit(environment);
      List<String> pages = new ArrayList<>();
      JsonNode jobs = new JsonMapper().readTree(page(flink, "/jobs"));
      String id = jobs.get("jobs").get(0).get("id").textValue();
      // it is being initialized
      await().until(() -> page(flink, "/jobs/" + id).contains("read-image-events"));
      for (String path : List.of("", "/config", "/plan", "/exceptions", "/checkpoints/config")) {
        pages.add(page(flink, "/jobs/" + id + path));
      }
      for (String path : List.of("/config", "/jobmanager/config", "/jobmanager/environment")) {
        pages.add(page(flink, path));
      }
      assertThat(pages)
          .anyMatch(page -> page.contains("read-image-events"))
          .anyMatch(page -> page.contains("jobmanager.bind-host"))
          .noneMatch(page -> page.contains(SecureBroker.PASSWORD));
    }
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      assertThat(flink.restAddress().getHost()).isEqualTo("127.0.0.1");
      assertThat(ListeningSockets.of(ProcessHandle.current()))
          .as("REST, broker and controller at least")
          .hasSizeGreaterThanOrEqualTo(3)
          .allMatch(InetAddress::isLoopbackAddress);
    }
  }

  @Test
  void doctorNamesWhatAStrangerMayNotDoAndNoPassword() throws Exception {
    allowStrangerToSeeTopicsAndToRead();
    writeProperties("stranger.properties", broker.strangersProperties());
    StringWriter said = new StringWriter();
    assertThat(doctor(said, "stranger.properties")).isEqualTo(2);
    assertThat(said.toString().lines().filter(line -> line.startsWith("failure")))
        .containsExactly(
            "failure  permission   topic image-tags: may not write; allow this user to write",
            "failure  permission   topic image-rejects: may not write; allow this user to write",
            "failure  permission   group tagstream: cannot be described; allow this user to"
                + " describe and to read it",
            "failure  permission   group tagstream-lease: cannot be described; allow this user to"
                + " describe and to read it",
            "failure  transaction  tagstream-image-tags-doctor may not be used by this user;"
                + " allow it to describe and to write transactional ids that begin with tagstream",
            "failure  transaction  tagstream-image-rejects-doctor may not be used by this user;"
                + " allow it to describe and to write transactional ids that begin with tagstream");
    assertThat(said.toString())
        .contains(
            "ok       permission   topic image-events: may read",
            "warning  clock        cannot be compared with the broker's: Cluster authorization")
        .doesNotContain(SecureBroker.PASSWORD);
  }

  @Test
  void doctorRepeatsNoPasswordThatIsWrongOrMisspelled() throws Exception {
    StringWriter said = new StringWriter();
    assertThat(doctor(said, "wrong.properties")).isEqualTo(2);
    assertThat(said.toString())
        .contains(
            "failure  broker", "due to invalid credentials with SASL mechanism SCRAM-SHA-512");
    for (String jaas :
        List.of(
            "ScramLoginModule username=\"tagger\" password=\"%s\"",
            "org.example.None required password=\"%s\";", "\"%s")) {
      Map<String, String> broken =
          new LinkedHashMap<>(broker.clientProperties(SecureBroker.PASSWORD));
      broken.put("sasl.jaas.config", jaas.formatted(SecureBroker.PASSWORD));
      writeProperties("broken.properties", broken);
      assertThat(doctor(said, "broken.properties")).isEqualTo(2);
    }
    assertThat(said.toString()).doesNotContain(SecureBroker.PASSWORD);
  }

  private static int doctor(StringWriter said, String properties) {
    return commandLine(said)
        .execute(
            "doctor",
            "--bootstrap-servers",
            broker.bootstrapServers(),
            "--client-config",
            folder.resolve(properties).toString(),
            "--model",
            folder.resolve("colors.onnx").toString(),
            "-Dtagging.device.provider=cpu");
  }

  private static void allowStrangerToSeeTopicsAndToRead() throws Exception {
    try (Admin admin = Admin.create(connection().with(Map.of()))) {
      admin
          .createAcls(
              Stream.of(
                      rule("image-events", AclOperation.READ),
                      rule("image-tags", AclOperation.DESCRIBE),
                      rule("image-rejects", AclOperation.DESCRIBE))
                  .toList())
          .all()
          .get();
    }
  }

  private static AclBinding rule(String topic, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:stranger", "*", operation, AclPermissionType.ALLOW));
  }

  private static String page(EmbeddedFlink flink, String path)
      throws IOException, InterruptedException {
    URI page = flink.restAddress().resolve(path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
        .body();
  }

  private static TaggingConfig config() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("tagging.model.file", folder.resolve("colors.onnx").toString());
    options.put("tagging.device.provider", "cpu");
    options.put("tagging.kafka.bootstrap-servers", broker.bootstrapServers());
    options.put("tagging.kafka.group-id", "plan");
    broker
        .clientProperties(SecureBroker.PASSWORD)
        .forEach((name, value) -> options.put("tagging.kafka.properties." + name, value));
    return TaggingConfig.from(Configuration.fromMap(options));
  }

  private static KafkaConnection connection() {
    return new KafkaConnection(
        broker.bootstrapServers(), broker.clientProperties(SecureBroker.PASSWORD));
  }

  private static void writeProperties(String name, Map<String, String> all) throws IOException {
    Properties properties = new Properties();
    properties.putAll(all);
    try (Writer writer = Files.newBufferedWriter(folder.resolve(name))) {
      properties.store(writer, null);
    }
  }

  private static List<String> runCommand() throws Exception {
    URI logging = requireNonNull(Tagstream.class.getResource("/log4j2.xml")).toURI();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    for (String name :
        List.of("lang", "util", "time", "util.concurrent", "util.concurrent.atomic", "nio")) {
      command.add("--add-opens=java.base/java.%s=ALL-UNNAMED".formatted(name));
    }
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Dlog4j.configurationFile=" + logging,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.tagstream.cli.Tagstream",
            "run",
            "--verbose",
            "--mode",
            "batch",
            "--model",
            folder.resolve("colors.onnx").toString(),
            "--tagging.device.provider",
            "cpu"));
    command.addAll(access());
    return command;
  }

  private static int execute(StringWriter said, String... arguments) {
    return commandLine(said)
        .execute(Stream.concat(Stream.of(arguments), access().stream()).toArray(String[]::new));
  }

  private static List<String> access() {
    return List.of(
        "--bootstrap-servers",
        broker.bootstrapServers(),
        "--client-config",
        folder.resolve("client.properties").toString());
  }

  private static CommandLine commandLine(StringWriter said) {
    return Tagstream.commandLine(new Interruption())
        .setOut(new PrintWriter(said))
        .setErr(new PrintWriter(said));
  }
}
