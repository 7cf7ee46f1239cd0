package dev.tagstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.TestRegistry;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.awt.Color;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rejects} and {@code replay} after the real job has rejected something. */
@Timeout(180)
final class RejectCommandsITCase {

  @TempDir private Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    ColorModel.write(folder.resolve("colors.onnx"));
    Files.createDirectories(folder.resolve("images"));
    Files.write(folder.resolve("images/red.png"), ColorImages.png(Color.RED, 20, 10));
    Files.writeString(folder.resolve("images/notes.txt"), "milk, eggs", UTF_8);
    broker = EmbeddedBroker.start();
    KafkaConnection connection = KafkaConnection.to(broker.bootstrapServers());
    try (Topics topics = Topics.of(connection)) {
      topics.create(2, List.of("image-events", "image-tags", "image-rejects"));
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.forProducer(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("image-events", 1, null, "../etc".getBytes(UTF_8))).get();
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void savesWhatWasRejectedAndTagsItOnceTheLimitIsRaised() throws Exception {
    execute(0, "publish", folder.resolve("images").toString());
    run("--tagging.limits.max-side", "19");
    assertThat(execute(0, "rejects").lines().toList())
        .hasSize(4)
        .anyMatch(line -> line.matches("red.png +TOO_MANY_PIXELS: .*"))
        .anyMatch(line -> line.matches("image-events-1@0 +NOT_AN_IMAGE_EVENT: .*"))
        .contains("3 rejects: NOT_AN_IMAGE_EVENT 1, TOO_MANY_PIXELS 1, UNSUPPORTED_FORMAT 1");

    Path saved = folder.resolve("saved/deep");
    execute(0, "rejects", "--save", saved.toString(), "--json");
    assertThat(files(saved))
        .hasSize(6)
        .allMatch(name -> name.matches("[A-Z_]+-[01]-\\d+\\.(json|png|bin)"));
    Path image = only(saved, "TOO_MANY_PIXELS.*png");
    assertThat(image).hasBinaryContent(ColorImages.png(Color.RED, 20, 10));
    assertThat(only(saved, "UNSUPPORTED_FORMAT.*bin")).hasContent("milk, eggs");
    assertThat(only(saved, "NOT_AN_IMAGE_EVENT.*bin")).hasContent("../etc");
    JsonNode known = new JsonMapper().readTree(only(saved, "TOO_MANY_PIXELS.*json").toFile());
    assertThat(known.get("id").textValue()).isEqualTo("red.png");
    assertThat(known.get("attempt").intValue()).isEqualTo(1);

    JsonNode replayed =
        new JsonMapper().readTree(execute(0, "replay", "--reason", "too_many_pixels", "--json"));
    assertThat(replayed.get("id").textValue()).isEqualTo("red.png");
    assertThat(replayed.get("attempt").intValue()).isEqualTo(2);
    run("--tagging.limits.max-side", "20");

    JsonNode tagged = answers().stream().filter(each -> each.has("tags")).findFirst().orElseThrow();
    assertThat(tagged.get("tags").get(0).get("label").textValue()).isEqualTo("red");
    assertThat(tagged.get("attempt").intValue()).isEqualTo(2);
    assertThat(tagged.get("firstTopic").textValue()).isEqualTo("image-events");
    assertThat(tagged.get("firstPartition")).isEqualTo(known.get("sourcePartition"));
    assertThat(tagged.get("firstOffset").longValue())
        .isEqualTo(known.get("sourceOffset").longValue());
    assertThat(tagged.get("sourceOffset").longValue())
        .isGreaterThan(known.get("sourceOffset").longValue());
  }

  @Test
  void tellsOfASecondRejectWhereTheRecordLayAtFirst() throws Exception {
    run();
    assertThat(execute(0, "replay")).isEqualTo("replayed 1 records to image-events\n");
    assertThat(execute(0, "replay")).isEqualTo("replayed 0 records to image-events\n");
    run();
    assertThat(execute(0, "replay", "--since", "1h"))
        .isEqualTo("replayed 1 records to image-events\n");
    run();
    assertThat(answers())
        .extracting(each -> each.get("attempt").intValue() + " " + each.get("firstOffset"))
        .containsExactlyInAnyOrder("1 null", "2 0", "3 0");
  }

  @Test
  void readsAndReplaysWhatTheJobWroteInTheFramesOfARegistry() throws Exception {
    try (TestRegistry registry = TestRegistry.start()) {
      Path config =
          Files.writeString(
              folder.resolve("job.properties"),
              """
              tagging.kafka.registry.urls=%s
              tagging.kafka.registry.register=true
              tagging.kafka.framing.tags=confluent
              tagging.kafka.framing.rejects=confluent
              """
                  .formatted(registry.url()));
      execute(0, "publish", folder.resolve("images").toString());
      run("--config", config.toString());

      assertThat(execute(2, "results"))
          .contains("it begins like the frame of a schema registry", "--config");
      assertThat(execute(0, "results", "--config", config.toString()).lines().toList())
          .hasSize(3)
          .anyMatch(line -> line.matches("red.png +red .*"))
          .anyMatch(line -> line.matches("image-events-1@0 +NOT_AN_IMAGE_EVENT: .*"));
      assertThat(execute(0, "rejects", "--config", config.toString()))
          .contains("2 rejects: NOT_AN_IMAGE_EVENT 1, UNSUPPORTED_FORMAT 1");
      assertThat(execute(0, "replay", "--config", config.toString()))
          .isEqualTo("replayed 2 records to image-events\n");
    }
  }

  @Test
  void saysWhatIsWrongWithATimeAndAReason() {
    assertThat(execute(2, "replay", "--since", "yesterday"))
        .isEqualTo(
            "tagstream replay: Invalid value for option '--since': must be a time such as"
                + " 2026-01-31T08:00:00Z or an age such as 2h but was 'yesterday'\n"
                + "see 'tagstream replay --help'\n");
    assertThat(execute(2, "rejects", "--reason", "UGLY"))
        .startsWith("tagstream rejects: Invalid value for option '--reason' (REASON,...): expected")
        .contains("CORRUPT_IMAGE", "but was 'UGLY'");
    assertThat(execute(2, "rejects", "--rejects-topic", "nowhere"))
        .isEqualTo(
            "tagstream rejects: the broker at %s has no topic named nowhere; create it with 'tagstream topics create', or name another\n"
                .formatted(broker.bootstrapServers()));
  }

  private void run(String... options) {
    execute(
        0,
        Stream.concat(
                Stream.of(
                    "run",
                    "--mode",
                    "batch",
                    "--model",
                    folder.resolve("colors.onnx").toString(),
                    "--tagging.device.provider",
                    "cpu"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private List<JsonNode> answers() throws Exception {
    List<JsonNode> answers = new ArrayList<>();
    for (String line : execute(0, "results", "--json").lines().toList()) {
      answers.add(new JsonMapper().readTree(line));
    }
    return answers;
  }

  private static List<String> files(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Path only(Path folder, String pattern) throws Exception {
    List<String> found = files(folder).stream().filter(name -> name.matches(pattern)).toList();
    assertThat(found).hasSize(1);
    return folder.resolve(found.get(0));
  }

  /** Runs a command, checks its exit code, and gives what it says: its output, else its errors. */
  private String execute(int expectedExitCode, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all =
        Stream.concat(
                Stream.of(arguments), Stream.of("--bootstrap-servers", broker.bootstrapServers()))
            .toArray(String[]::new);
    int exitCode =
        Tagstream.commandLine(new Interruption())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(JobOptions.asDefinitions(all));
    assertThat(exitCode).as(err.toString()).isEqualTo(expectedExitCode);
    return exitCode == 0 ? out.toString() : err.toString();
  }
}
