package dev.tagstream.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.page.WrittenPage;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code publish}, {@code run} and {@code results} against a broker that runs elsewhere. */
@Timeout(180)
final class CommandsITCase {

  private static final Pattern FLINK_PAGE =
      Pattern.compile("Flink's page is (http://127\\.0\\.0\\.1:\\d+)");

  @TempDir private Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    ColorModel.write(folder.resolve("colors.onnx"));
    Files.createDirectories(folder.resolve("images/deep"));
    Files.write(folder.resolve("images/deep/red.png"), ColorImages.png(Color.RED, 20, 10));
    Files.writeString(folder.resolve("images/grüße 😀.txt"), "text", StandardCharsets.UTF_8);
    broker = EmbeddedBroker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void tagsWhatWasPublishedOnceThoughTheJobRunsTwice() throws Exception {
    createTopics();
    execute(0, "publish", folder.resolve("images").toString());
    execute(0, "run", "--mode", "batch", "--model", model(), "--tagging.device.provider", "cpu");
    execute(0, "publish", folder.resolve("images/deep").toString());
    execute(0, "run", "--mode", "batch", "--model", model(), "--tagging.device.provider", "cpu");
    String[] answers = execute(0, "results", "--json").split("\n");
    assertThat(Stream.of(answers).map(CommandsITCase::answer))
        .containsExactlyInAnyOrder(
            "deep/red.png: red", "red.png: red", "grüße 😀.txt: UNSUPPORTED_FORMAT");
    String reference = folder.resolve("reference.json").toString();
    execute(0, "drift", "set", "--to", reference);
    assertThat(execute(0, "drift", "--reference", reference, "--limit", "1"))
        .contains(": 1 images against 2 of the reference", "PSI                          0.0000");
  }

  @Test
  void goesOnAfterAnInterruptionWhereItWas() throws Exception {
    createTopics();
    execute(0, "publish", folder.resolve("images").toString());
    AtomicInteger exitCode = new AtomicInteger();
    Thread run =
        new Thread(
            () ->
                exitCode.set(
                    execute(
                        new StringWriter(),
                        new StringWriter(),
                        "run",
                        "--model",
                        model(),
                        "-Dtagging.checkpoint.interval=1s",
                        "-Dtagging.device.provider=cpu")));
    run.start();
    await()
        .atMost(Duration.ofMinutes(2))
        .failFast("the run has ended", () -> !run.isAlive())
        .until(() -> groupPosition() >= 2);
    run.interrupt();
    run.join();
    assertThat(exitCode).hasValue(130);
    execute(0, "run", "--mode", "batch", "--model", model(), "-Dtagging.device.provider=cpu");
    assertThat(execute(0, "results").lines()).hasSize(2);
  }

  /** How many records of the images topic the job's consumer group has behind it. */
  private long groupPosition() throws Exception {
    try (Admin admin = Admin.create(KafkaConnection.to(broker.bootstrapServers()).with(Map.of()))) {
      return admin
          .listConsumerGroupOffsets("tagstream")
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  @Test
  void changesTheModelOfARunningJob() throws Exception {
    createTopics();
    Path other = folder.resolve("other.onnx");
    ColorModel.writeWithEmbedding(other);
    execute(0, "models", "set", other.toString());
    Thread run =
        start(
            new StringWriter(),
            "run",
            "--model",
            model(),
            "-Dtagging.models.topic=tagstream-models",
            "-Dtagging.checkpoint.interval=500ms",
            "-Dtagging.device.provider=cpu");
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .failFast("the run has ended", () -> !run.isAlive())
        .until(
            () -> {
              execute(0, "publish", folder.resolve("images/deep").toString());
              return execute(0, "results", "--json").contains("\"modelEpoch\":1");
            });
    run.interrupt();
    run.join();
    assertThat(execute(0, "models", "history")).startsWith("epoch 1 since ");
  }

  @Test
  void showsAStreamOnAPageWhileItRuns() throws Exception {
    createTopics();
    StringWriter watched = new StringWriter();
    Thread watch = start(watched, "watch", "--port", "0");
    StringWriter ran = new StringWriter();
    Thread run =
        start(
            ran,
            "run",
            "--model",
            model(),
            "--heartbeat",
            "1",
            "--web",
            "-Dtagging.checkpoint.interval=500ms",
            "-Dtagging.device.provider=cpu");
    try {
      await().until(() -> watched.toString().contains("Ctrl-C stops"));
      URI page = URI.create(watched.toString().split(" ", -1)[2].replace(";", ""));
      assertThat(page.getHost()).isEqualTo("127.0.0.1");
      execute(0, "publish", folder.resolve("images").toString());
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> latest(page).get("images").size() == 2 && figure(page, 3).equals("0"));
      JsonNode latest = latest(page);
      assertThat(latest.get("images").findValuesAsText("id"))
          .containsExactlyInAnyOrder("deep/red.png", "grüße 😀.txt");
      assertThat(latest.get("images").findValuesAsText("jpeg")).hasSize(1);
      assertThat(latest.get("reasons")).hasToString("[[\"UNSUPPORTED_FORMAT\",\"1\"]]");
      assertThat(figure(page, 1)).isEqualTo("1");
      assertThat(figure(page, 2)).isEqualTo("1");
      assertThat(ran.toString()).contains("running on the CPU\n");
      await()
          .until(
              () ->
                  ran.toString()
                      .lines()
                      .anyMatch(line -> line.matches(".* images/s; tagged 1, rejected 1; lag 0")));
      assertThat(execute(0, "status").lines())
          .anyMatch(line -> line.startsWith("progress   2 of 2 records of image-events (100.0 %)"))
          .contains("lag        0 records", "time left  none: the job has caught up");
      Matcher flink = FLINK_PAGE.matcher(ran.toString());
      assertThat(flink.find()).isTrue();
      assertThat(get(URI.create(flink.group(1)))).contains("Apache Flink Web Dashboard");
    } finally {
      run.interrupt();
      watch.interrupt();
      run.join();
      watch.join();
    }
  }

  /** As behind {@code | head}, which has ended. */
  private static final class ClosedPipe extends Writer {

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      throw new IOException("Broken pipe");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Starts a command that writes results and messages to {@code out}. */
  private Thread start(StringWriter out, String... arguments) {
    Thread command = new Thread(() -> execute(out, out, arguments));
    command.start();
    return command;
  }

  private static JsonNode latest(URI page) throws Exception {
    return new JsonMapper().readTree(get(page.resolve("latest.json")));
  }

  private static String get(URI page) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
        .body();
  }

  /** The rate, what was tagged and rejected, and the lag, in this order. */
  private static String figure(URI page, int number) throws Exception {
    return latest(page).get("figures").get(number).get(1).textValue();
  }

  @Test
  void makesAPageOfWhatTheTopicsHave() throws Exception {
    createTopics();
    execute(0, "publish", folder.resolve("images").toString());
    execute(0, "run", "--mode", "batch", "--model", model(), "-Dtagging.device.provider=cpu");
    Path results = folder.resolve("results.html");
    Path rejects = folder.resolve("rejects.html");
    execute(0, "results", "--html", results.toString());
    execute(0, "rejects", "--html", rejects.toString());

    WrittenPage all = WrittenPage.read(results);
    assertThat(all.images())
        .containsExactlyInAnyOrder("deep/red.png: red", "grüße 😀.txt: UNSUPPORTED_FORMAT");
    assertThat(all.figure("tagged")).isEqualTo("1");
    assertThat(all.figure("rejected")).isEqualTo("1");
    assertThat(all.notes()).isEmpty();
    byte[] red =
        all.thumbnails().stream().filter(each -> each.length > 0).findFirst().orElseThrow();
    BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(red));
    assertThat(thumbnail.getWidth()).isEqualTo(20);
    assertThat(new Color(thumbnail.getRGB(10, 5)).getRed()).isGreaterThan(200);

    WrittenPage rejected = WrittenPage.read(rejects);
    assertThat(rejected.images()).containsExactly("grüße 😀.txt: UNSUPPORTED_FORMAT");
    assertThat(rejected.figure("UNSUPPORTED_FORMAT")).isEqualTo("1");
    assertThat(
            Tagstream.commandLine(new Interruption())
                .setOut(new PrintWriter(new ClosedPipe()))
                .setErr(new PrintWriter(new StringWriter()))
                .execute("results", "--follow", "--bootstrap-servers", broker.bootstrapServers()))
        .isZero();
    assertThat(failure("results", "--follow", "--html", results.toString()))
        .startsWith("tagstream results: --html shows the results up to now");
  }

  @Test
  void answersAFileThatNoRecordCanHold() throws Exception {
    createTopics();
    try (RandomAccessFile huge =
        new RandomAccessFile(folder.resolve("images/huge.png").toFile(), "rw")) {
      huge.setLength(EmbeddedBroker.MAX_MESSAGE_BYTES);
    }
    StringWriter out = new StringWriter();
    StringWriter messages = new StringWriter();
    assertThat(execute(out, messages, "publish", folder.resolve("images").toString())).isOne();
    assertThat(out).hasToString("published 3 events to image-events\n");
    assertThat(messages.toString().lines())
        .containsExactly(
            folder.resolve("images/huge.png")
                + " has 67108864 bytes but topic image-events takes 67108864; its event has a URI"
                + " instead of the bytes",
            "to send their bytes, raise max.message.bytes of topic image-events to 68157440, and"
                + " check tagging.limits.max-encoded-bytes");
    execute(0, "run", "--mode", "batch", "--model", model(), "-Dtagging.device.provider=cpu");
    assertThat(execute(0, "results").lines())
        .filteredOn(line -> line.startsWith("huge.png"))
        .singleElement()
        .asString()
        .contains("URI_NOT_SUPPORTED");
  }

  @Test
  void answersEventsWhoseResultsTheirTopicsDoNotTakeWhole() throws Exception {
    createTopics(Map.of("max.message.bytes", "20000"), "image-tags", "image-rejects");
    createTopics(Map.of(), "image-events");
    byte[] red = ColorImages.png(Color.RED, 20, 10);
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    SingleObjectEncoder<ImageEvent> encoder = SingleObjectEncoder.of(ImageEvent.class);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (byte[] image : List.of(red, noise)) {
        ImageEvent event =
            ImageEvent.newBuilder()
                .setId("id" + image.length)
                .setImage(ByteBuffer.wrap(image))
                .setAttributes(Map.of("camera", "x".repeat(60_000)))
                .build();
        producer.send(new ProducerRecord<>("image-events", encoder.encode(event))).get();
      }
    }
    execute(0, "run", "--mode", "batch", "--model", model(), "-Dtagging.device.provider=cpu");

    Map<String, JsonNode> answers = new TreeMap<>();
    for (String line : execute(0, "results", "--json").lines().toList()) {
      JsonNode answer = new JsonMapper().readTree(line);
      answers.put(answer.get("id").textValue(), answer);
    }
    assertThat(answers).containsOnlyKeys("id" + red.length, "id300000");
    JsonNode tagged = requireNonNull(answers.get("id" + red.length));
    assertThat(tagged.get("tags").get(0).get("label").textValue()).isEqualTo("red");
    assertThat(tagged.get("attributes")).isEmpty();
    assertThat(tagged.get("leftOut").toString()).isEqualTo("[\"attributes\"]");
    JsonNode rejected = requireNonNull(answers.get("id300000"));
    assertThat(rejected.get("valueBytes").intValue()).isGreaterThan(360_000);
    // what was cut is whole again where the event still lies
    assertThat(execute(0, "replay")).isEqualTo("replayed 1 records to image-events\n");
  }

  @Test
  void refusesATopicThatTakesNoResult() throws Exception {
    createTopics(Map.of("max.message.bytes", "9000"), "image-rejects");
    createTopics(Map.of(), "image-events", "image-tags");
    assertThat(failure("run", "--model", model()))
        .isEqualTo(
            "tagstream run: topic image-rejects takes records of 9000 bytes but results need up to"
                + " 16384; raise its max.message.bytes\n");
  }

  @Test
  void refusesAModelThatIsNotTheOneThatWasMeant() throws Exception {
    createTopics();
    assertThat(failure("run", "--model", model(), "--tagging.model.sha256", "00ff".repeat(16)))
        .startsWith(
            "tagstream run: %s: must have SHA-256 %s but has "
                .formatted(model(), "00ff".repeat(16)));
  }

  @Test
  void namesATopicThatIsNotThere() {
    String address = broker.bootstrapServers();
    assertThat(failure("results", "--tags-topic", "nowhere"))
        .isEqualTo(
            "tagstream results: the broker at %s has no topic named nowhere or image-rejects;"
                    .formatted(address)
                + " create it with 'tagstream topics create', or name another\n");
    assertThat(failure("publish", folder.toString(), "--images-topic", "nowhere"))
        .isEqualTo(
            "tagstream publish: the broker at %s has no topic named nowhere;".formatted(address)
                + " create it with 'tagstream topics create', or name another\n");
    assertThat(failure("run", "--model", model(), "--images-topic", "nowhere"))
        .startsWith(
            "tagstream run: the broker at %s has no topic named nowhere or".formatted(address));
  }

  private String model() {
    return folder.resolve("colors.onnx").toString();
  }

  private void createTopics() throws InterruptedException {
    try (Topics topics = Topics.of(KafkaConnection.to(broker.bootstrapServers()))) {
      topics.create(2, List.of("image-events", "image-tags", "image-rejects"));
    }
  }

  private void createTopics(Map<String, String> settings, String... names) throws Exception {
    try (Admin admin = Admin.create(KafkaConnection.to(broker.bootstrapServers()).with(Map.of()))) {
      admin
          .createTopics(
              Stream.of(names)
                  .map(name -> new NewTopic(name, 2, (short) 1).configs(settings))
                  .toList())
          .all()
          .get();
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        KafkaConnection.to(broker.bootstrapServers()).forProducer(Map.of()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static String answer(String line) {
    try {
      JsonNode outcome = new JsonMapper().readTree(line);
      return outcome.get("id").textValue()
          + ": "
          + (outcome.has("tags")
              ? outcome.get("tags").get(0).get("label").textValue()
              : outcome.get("reason").textValue());
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  /** Runs a command against the broker, checks its exit code, and gives its output. */
  private String execute(int expectedExitCode, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(execute(out, err, arguments)).as(err.toString()).isEqualTo(expectedExitCode);
    return out.toString();
  }

  /** Runs a command that the user got wrong, and gives what it says. */
  private String failure(String... arguments) {
    StringWriter err = new StringWriter();
    assertThat(execute(new StringWriter(), err, arguments)).isEqualTo(2);
    return err.toString();
  }

  private int execute(StringWriter out, StringWriter err, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
    if (all.get(0).equals("run") && !all.contains("--state")) {
      all.addAll(List.of("--state", folder.resolve("state").toString()));
    }
    return Tagstream.commandLine(new Interruption())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(JobOptions.asDefinitions(all.toArray(String[]::new)));
  }
}
