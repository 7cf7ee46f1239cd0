package dev.tagstream.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagstream.embedded.ApicurioServer;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.registry.RegistryClient;
import dev.tagstream.pipeline.model.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job with a real schema registry, which is killed while the job runs. */
@Tag("registry")
@Timeout(900)
final class ApicurioITCase {

  /** A registry that is away makes the job fail more than once. */
  private static final Configuration RESTARTS =
      Configuration.fromMap(
          Map.of(
              "restart-strategy.type", "fixed-delay",
              "restart-strategy.fixed-delay.attempts", "1000",
              "restart-strategy.fixed-delay.delay", "500 ms"));

  /** Another schema with the same bytes: Apicurio gives those that differ in words one id. */
  private static final String WITH_NOTE =
      ForeignShots.SCHEMA.replace(
          "\"fields\": [\n",
          "\"fields\": [\n  {\"name\": \"note\", \"type\": \"null\", \"default\": null},\n");

  @TempDir private static Path folder;
  private static ApicurioServer apicurio;
  private static EmbeddedBroker broker;
  private static EmbeddedFlink flink;

  @BeforeAll
  static void start() throws Exception {
    Path java = Path.of(System.getProperty("apicurio.java.home"), "bin", "java");
    assumeTrue(
        Files.isExecutable(java),
        "skipped: Apicurio needs Java 21 or newer and there is no "
            + java
            + "; name a JDK with -Djdk25.home=FOLDER");
    TestModels.dominantColor().writeTo(folder, "colors.onnx");
    apicurio = ApicurioServer.start(java, folder);
    broker = EmbeddedBroker.start();
    flink = EmbeddedFlink.start(1);
  }

  @AfterAll
  static void stop() throws Exception {
    if (apicurio != null) {
      apicurio.close();
    }
    if (broker != null) {
      broker.close();
    }
    if (flink != null) {
      flink.close();
    }
  }

  /**
   * The registry is away when the job restarts, which needs only schemas that it has seen, and when
   * records of another schema come, which make it fail until the registry is back.
   */
  @Test
  void losesNothingThoughApicurioIsKilledInTheMiddle() throws Exception {
    KafkaConnection connection = KafkaConnection.to(broker.bootstrapServers());
    JobRuns runs = new JobRuns(flink, connection, folder.resolve("colors.onnx"));
    RegistryClient client =
        new RegistryClient(
            new RegistryConfig(
                List.of(apicurio.url()),
                new RegistryConfig.Access(null, null, null, null, null),
                Duration.ofMinutes(1),
                true));
    long first = client.register("shots-events-value", schema(ForeignShots.SCHEMA));
    long second = client.register("shots-events-value", schema(WITH_NOTE));
    assertThat(second).isNotEqualTo(first);
    List<ColorEvents.Event> events = new ArrayList<>(ForeignShots.red("a-", 30, first));
    events.addAll(ForeignShots.ofUnknownSchema(3));

    runs.createTopics("shots");
    runs.publish("shots", events);
    EmbeddedJob job = runs.submit("shots", RESTARTS, settings());
    runs.checkpointUntilAnswered(job, "shots", 33);

    apicurio.stop();
    flink.replaceTaskManager();
    List<ColorEvents.Event> seen = ForeignShots.red("b-", 30, first);
    runs.publish("shots", seen);
    events.addAll(seen);
    runs.checkpointUntilAnswered(job, "shots", 63);

    int restarts = job.restarts();
    List<ColorEvents.Event> unseen = ForeignShots.red("c-", 30, second);
    runs.publish("shots", unseen);
    events.addAll(unseen);
    await("a failure for want of the registry")
        .atMost(Duration.ofMinutes(1))
        .until(() -> job.restarts() > restarts);
    apicurio.restart();
    runs.checkpointUntilAnswered(job, "shots", 93);
    job.stop();

    assertThat(texts(connection)).isEqualTo(expected(events));
    assertThat(client.latest("shots-tags-value").getFullName())
        .isEqualTo("dev.tagstream.schemas.ImageTags");
  }

  private static Map<String, String> settings() {
    return Map.of(
        "tagging.checkpoint.interval", "9 min",
        "tagging.kafka.registry.urls", apicurio.url(),
        "tagging.kafka.registry.max-wait", "5 s",
        "tagging.kafka.registry.register", "true",
        "tagging.kafka.framing.tags", "confluent",
        "tagging.kafka.framing.rejects", "confluent",
        "tagging.kafka.fields.image", "payload.image",
        "tagging.kafka.fields.id", "serial");
  }

  private static Schema schema(String json) {
    return new Schema.Parser().parse(json);
  }

  /** What became of each event, by its place; more than one answer stands in the same line. */
  private static Map<String, String> texts(KafkaConnection connection) {
    Map<String, String> texts = new TreeMap<>();
    try (CommittedAnswers committed =
        new CommittedAnswers(connection, "shots-tags", "shots-rejects")) {
      committed.readToEnd(
          answer -> texts.merge(answer.place(), answer.text(), (one, more) -> one + ", " + more));
    }
    return texts;
  }

  private static Map<String, String> expected(List<ColorEvents.Event> events) {
    Map<String, String> texts = new TreeMap<>();
    for (int i = 0; i < events.size(); i++) {
      texts.put("0@" + i, events.get(i).answer());
    }
    return texts;
  }
}
