package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.TestRegistry;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Flink's own format {@code avro-confluent} on topics that the job writes in a registry's frames.
 */
@Tag("registry")
@Timeout(300)
final class SqlRegistryITCase {

  /** Maven puts it there before the tests of the profile. */
  private static final Path FORMAT = Path.of("target/registry/avro-confluent.jar").toAbsolutePath();

  private static final Path DEMO = Checkout.path().resolve("deploy/cli/demo");

  @Test
  void avroConfluentReadsTheTopicsOfTheJob() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        TestRegistry registry = TestRegistry.start()) {
      try (Topics topics = Topics.of(KafkaConnection.to(broker.bootstrapServers()))) {
        topics.create(1, List.of("image-events", "image-tags", "image-rejects"));
      }
      publish(broker, "1", "images/Bag/00320.png");
      publish(broker, "2", "images/broken/empty.jpg");
      tag(broker, registry);

      assertThat(
              sql(
                  broker,
                  table(
                          "tags",
                          "id STRING, modelName STRING, tags ARRAY<ROW<`index` INT, label STRING>>",
                          "image-tags",
                          broker,
                          registry)
                      + "SELECT id, modelName, tags[1].label AS label FROM tags"))
          .isEqualTo("{\"id\":\"1\",\"modelName\":\"fashion-resnet50\",\"label\":\"Bag\"}\n");
      assertThat(
              sql(
                  broker,
                  table("rejects", "id STRING, detail STRING", "image-rejects", broker, registry)
                      + "SELECT id, detail IS NOT NULL AS told FROM rejects"))
          .isEqualTo("{\"id\":\"2\",\"told\":true}\n");
    }
  }

  private static void publish(EmbeddedBroker broker, String id, String image) throws Exception {
    ImageEvent event =
        ImageEvent.newBuilder()
            .setId(id)
            .setImage(ByteBuffer.wrap(Files.readAllBytes(DEMO.resolve(image))))
            .build();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] value = SingleObjectEncoder.of(ImageEvent.class).encode(event);
      producer.send(new ProducerRecord<>("image-events", value)).get();
    }
  }

  /** Runs the job over the events that are there. */
  private static void tag(EmbeddedBroker broker, TestRegistry registry) throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(1)) {
      StreamExecutionEnvironment environment = flink.newEnvironment();
      TaggingJob.build(
          environment,
          TaggingConfig.from(
              Configuration.fromMap(
                  Map.of(
                      "tagging.mode", "batch",
                      "tagging.model.file", DEMO.resolve("model/fashion-resnet50.onnx").toString(),
                      "tagging.device.provider", "cpu",
                      "tagging.kafka.bootstrap-servers", broker.bootstrapServers(),
                      "tagging.kafka.registry.urls", registry.url(),
                      "tagging.kafka.registry.register", "true",
                      "tagging.kafka.framing.tags", "confluent",
                      "tagging.kafka.framing.rejects", "confluent"))));
      flink.submit(environment).awaitEnd();
    }
  }

  private static String table(
      String name, String columns, String topic, EmbeddedBroker broker, TestRegistry registry) {
    return """
    ADD JAR '%s';
    CREATE TABLE %s (%s) WITH (
      'connector' = 'kafka', 'topic' = '%s', 'properties.bootstrap.servers' = '%s',
      'properties.isolation.level' = 'read_committed',
      'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',
      'format' = 'avro-confluent', 'avro-confluent.url' = '%s');
    """
        .formatted(FORMAT, name, columns, topic, broker.bootstrapServers(), registry.url());
  }

  private static String sql(EmbeddedBroker broker, String statements) {
    StringWriter out = new StringWriter();
    int code =
        Tagstream.commandLine(new Interruption())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(
                "sql",
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--slots",
                "1",
                "--json",
                "-e",
                statements);
    assertThat(code).as(out.toString()).isZero();
    return out.toString();
  }
}
