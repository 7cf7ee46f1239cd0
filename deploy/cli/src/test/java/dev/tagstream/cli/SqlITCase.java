package dev.tagstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sql}: the statements of deploy/sql/README.md, on a real broker. */
@Timeout(300)
@TestMethodOrder(OrderAnnotation.class)
final class SqlITCase {

  private static final Pattern MODEL = Pattern.compile("```sql model\n(.*?)```", Pattern.DOTALL);

  private static final Pattern STATEMENT =
      Pattern.compile("```sql\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String DEMO = "deploy/cli/demo/";

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static String page;

  @BeforeAll
  static void start() throws Exception {
    page =
        Files.readString(Checkout.path().resolve("deploy/sql/README.md"))
            .replace(DEMO, Checkout.path().resolve(DEMO) + "/");
    broker = EmbeddedBroker.start();
    try (Topics topics = Topics.of(KafkaConnection.to(broker.bootstrapServers()))) {
      topics.create(1, List.of("image-events", "image-tags", "image-rejects"));
    }
    publish(
        event("1", "Bag/00320.png", "north", "12:00:10"),
        event("2", "Trouser/00005.png", "south", "12:00:20"),
        event("3", "Trouser/00133.jpg", "north", "12:01:05"),
        event("4", "broken/half-an-image.jpg", "south", "12:01:30"),
        event("5", "Shirt/00286.png", "south", "12:01:40"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  @Order(1)
  void printsWhatThePageShows() throws IOException {
    Path model = Files.writeString(folder.resolve("model.sql"), block(MODEL));
    Path embedder = folder.resolve("embedder.onnx");
    ColorModel.writeWithEmbedding(embedder);
    assertThat(STATEMENT.matcher(page).results()).hasSize(6);

    String printed =
        STATEMENT
            .matcher(page)
            .replaceAll(
                example -> {
                  String statement =
                      example.group(1).replace("'embedder.onnx'", "'" + embedder + "'");
                  String output = sql(0, model.toString(), "--slots", "1", "-e", statement);
                  return Matcher.quoteReplacement(
                      "```sql\n%s```\n\n```text\n%s```".formatted(example.group(1), output));
                });

    assertThat(printed).isEqualTo(page);
  }

  @Test
  @Order(2)
  void tagsAsTagDoesWithEqualScores() throws IOException {
    Path model = Files.writeString(folder.resolve("model.sql"), block(MODEL));
    List<String> expected = new ArrayList<>();
    try (Tagger tagger =
        Tagger.open(
            Checkout.path().resolve(DEMO + "model/fashion-resnet50.onnx"), DeviceRequest.cpu())) {
      for (String image : List.of("Bag/00320.png", "Trouser/00005.png")) {
        Tagger.Answer.Tagged answer = (Tagger.Answer.Tagged) tagger.tag(read(image));
        expected.add(
            "{\"label\":\"%s\",\"score\":%s}"
                .formatted(answer.tags().get(0).label(), answer.tags().get(0).score()));
      }
    }

    assertThat(
            sql(
                0,
                model.toString(),
                "--slots",
                "1",
                "--json",
                "-e",
                "SELECT tags[1].label AS label, tags[1].score AS score FROM"
                    + " ML_PREDICT(TABLE image_events, MODEL tagger, DESCRIPTOR(image))"
                    + " WHERE id IN ('1', '2')"))
        .isEqualTo(String.join("\n", expected) + "\n");
  }

  @Test
  @Order(3)
  void refusesAStatementInOneLine() {
    assertThat(sql(2, "-e", "SELECT 1; SELECT frm x"))
        .endsWith("tagstream sql: statement 2: Column 'frm' not found in any table\n");
    assertThat(sql(2))
        .isEqualTo("tagstream sql: there is no statement; name a FILE, or give one with -e\n");
    assertThat(sql(2, "--follow", "-e", "SELECT 1"))
        .isEqualTo(
            "tagstream sql: --follow never ends, and a table is printed at the end; add --json\n");
  }

  /** Ctrl-C interrupts the thread of the command. */
  @Test
  @Order(4)
  void followsATopicUntilItIsInterrupted() throws Exception {
    StringWriter out = new StringWriter();
    AtomicInteger exitCode = new AtomicInteger();
    Thread follow =
        new Thread(
            () ->
                exitCode.set(
                    Tagstream.commandLine(new Interruption())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(out))
                        .execute(
                            "sql",
                            "--bootstrap-servers",
                            broker.bootstrapServers(),
                            "--slots",
                            "1",
                            "--follow",
                            "--json",
                            "-e",
                            "SELECT id FROM image_events")));
    follow.start();
    try {
      await().atMost(PATIENCE).until(() -> out.toString().contains("{\"id\":\"5\"}\n"));
      publish(event("6", "Bag/00320.png", "north", "12:02:00"));
      await().atMost(PATIENCE).until(() -> out.toString().contains("{\"id\":\"6\"}\n"));
    } finally {
      follow.interrupt();
      follow.join();
    }
    assertThat(exitCode).hasValue(130);
    assertThat(out.toString().lines()).hasSize(7).last().isEqualTo("stopped");
  }

  @Test
  @Order(5)
  void saysInOneLineThatNoBrokerAnswers() {
    assertThat(
            sql(
                2,
                "-e",
                """
                CREATE TABLE away (id STRING) WITH (
                  'connector' = 'kafka', 'topic' = 'image-events', 'format' = 'raw',
                  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',
                  'properties.bootstrap.servers' = '127.0.0.1:1',
                  'properties.default.api.timeout.ms' = '2000',
                  'properties.request.timeout.ms' = '1000');
                SELECT id FROM away
                """))
        .endsWith(
            "tagstream sql: statement 2: its job failed: no Kafka broker answers; check"
                + " --bootstrap-servers, or the servers of your own tables\n");
  }

  private static String block(Pattern pattern) {
    return pattern.matcher(page).results().findFirst().orElseThrow().group(1);
  }

  private static ImageEvent event(String id, String image, String camera, String time)
      throws IOException {
    return ImageEvent.newBuilder()
        .setId(id)
        .setImage(ByteBuffer.wrap(read(image)))
        .setEventTime(Instant.parse("2026-11-27T" + time + "Z"))
        .setAttributes(Map.of("camera", camera))
        .build();
  }

  private static byte[] read(String image) throws IOException {
    return Files.readAllBytes(Checkout.path().resolve(DEMO + "images/" + image));
  }

  private static void publish(ImageEvent... events) {
    SingleObjectEncoder<ImageEvent> encoder = SingleObjectEncoder.of(ImageEvent.class);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (ImageEvent event : events) {
        var unused =
            producer.send(
                new ProducerRecord<>("image-events", event.getId(), encoder.encode(event)));
      }
    }
  }

  /** Runs the command and returns all that it prints. */
  private static String sql(int exitCode, String... arguments) {
    StringWriter out = new StringWriter();
    ByteArrayOutputStream tables = new ByteArrayOutputStream();
    PrintStream stdout = System.out;
    String[] all =
        Stream.concat(
                Stream.of("sql", "--bootstrap-servers", broker.bootstrapServers()),
                Stream.of(arguments))
            .toArray(String[]::new);
    // what a table of the connector print writes
    System.setOut(new PrintStream(tables, true, UTF_8));
    try {
      int code =
          Tagstream.commandLine(new Interruption())
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(out))
              .execute(all);
      assertThat(code).as(out.toString()).isEqualTo(exitCode);
    } finally {
      System.setOut(stdout);
    }
    return out + tables.toString(UTF_8);
  }
}
