package dev.tagstream.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.embedded.TestRegistry;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.TestImages;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.delivery.CommittedAnswers.Answer;
import dev.tagstream.pipeline.fetch.ImageServer;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.kafka.registry.UnusableRegistryException;
import dev.tagstream.pipeline.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real job with a real broker and a real Flink: every event ends exactly once. */
@Timeout(180)
final class TaggingJobITCase {

  private static final int PARTITIONS = 3;
  private static final int SLOTS = 2;

  /** A registry that is away makes the job fail more than once. */
  private static final Configuration RESTARTS =
      Configuration.fromMap(
          Map.of(
              "restart-strategy.type", "fixed-delay",
              "restart-strategy.fixed-delay.attempts", "100",
              "restart-strategy.fixed-delay.delay", "500 ms"));

  private static final String GERMAN =
      """
      [{"name": "rot"}, {"name": "gruen"}, {"name": "blau"}]""";

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static EmbeddedFlink flink;

  /** What must become of each event, by its place on its topic. */
  private final Map<String, List<String>> expected = new TreeMap<>();

  /** What became of each, as readers of committed records see it. */
  private final Map<String, List<String>> answers = new TreeMap<>();

  private int answered;

  @BeforeAll
  static void start() throws Exception {
    TestModels.dominantColor().writeTo(folder, "colors.onnx");
    TestModels.dominantColor().labels(GERMAN).writeTo(folder, "german.onnx");
    TestModels.dominantColor().size(9, 7).writeTo(folder, "large.onnx");
    TestModels.failsOnPureRed().writeTo(folder, "failing.onnx");
    broker = EmbeddedBroker.start();
    flink = EmbeddedFlink.start(SLOTS);
  }

  @AfterAll
  static void stop() {
    flink.close();
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "fast"})
  void endsEveryEventAsExactlyOneResultOrReject(String decodeMode) throws Exception {
    String name = "once-" + decodeMode;
    create(name);
    publish(name, ColorEvents.rounds("", 4));
    EmbeddedJob job =
        submit(name, Map.of("tagging.mode", "batch", "tagging.decode.mode", decodeMode));
    job.awaitEnd();
    try (CommittedAnswers committed = committed(name)) {
      committed.readToEnd(this::add);
    }
    assertThat(answered).isEqualTo(480);
    assertThat(answers).isEqualTo(expected);
  }

  @Test
  void tagsTruncatedImagesIfToldSoAndTellsWhatTheyLack() throws Exception {
    create("truncated");
    publish(
        "truncated",
        List.of(
            ColorEvents.truncated(
                "cut", "red (40 of 200 rows are missing because the file is truncated)")));
    EmbeddedJob job =
        submit("truncated", Map.of("tagging.mode", "batch", "tagging.decode.truncated", "tag"));
    job.awaitEnd();
    try (CommittedAnswers committed = committed("truncated")) {
      committed.readToEnd(this::add);
    }
    assertThat(answers).isEqualTo(expected);
  }

  /**
   * Checkpoints come only when the test asks for one. So at the moment of the failure results of
   * the second part are written but not committed: they must vanish and be made again.
   */
  @Test
  void keepsThatWhenTheJobFailsInTheMiddleAndRestartsFromItsCheckpoint() throws Exception {
    create("twice");
    EmbeddedJob job = submit("twice", Map.of("tagging.checkpoint.interval", "9 min"));
    try (CommittedAnswers committed = committed("twice");
        KafkaConsumer<byte[], byte[]> uncommitted = uncommitted("twice")) {
      publish("twice", ColorEvents.rounds("before-", 1));
      int written = count(uncommitted, 120);
      checkpointUntilAnswered(job, committed, 120);

      publish("twice", ColorEvents.rounds("during-", 1));
      written += count(uncommitted, 1);
      flink.replaceTaskManager();
      publish("twice", ColorEvents.rounds("after-", 1));
      written += count(uncommitted, 361 - written);
      assertThat(written).as("records written, some in vain").isGreaterThan(360);

      checkpointUntilAnswered(job, committed, 360);
      job.stop();
      committed.readToEnd(this::add);
    }
    assertThat(answered).isEqualTo(360);
    assertThat(answers).isEqualTo(expected);
  }

  /**
   * Two models take the pixels of the main one, one of which fails on a third of the images; the
   * third takes others. As above, results of all are written but not committed at the failure.
   */
  @Test
  void severalModelsAnswerEachEventOnceThoughOneFailsAndTheJobFailsInTheMiddle() throws Exception {
    create("several");
    try (Topics topics = Topics.of(KafkaConnection.to(broker.bootstrapServers()))) {
      topics.create(PARTITIONS, topicsOfModels("german", "large", "failing"));
    }
    EmbeddedJob job =
        submit(
            "several",
            Map.of(
                "tagging.checkpoint.interval",
                "9 min",
                "tagging.models.also",
                "german=%1$s/german.onnx,large=%1$s/large.onnx,failing=%1$s/failing.onnx"
                    .formatted(folder)));
    try (CommittedAnswers committed = committed("several");
        KafkaConsumer<byte[], byte[]> uncommitted = uncommitted("several")) {
      publish("several", ColorEvents.rounds("before-", 1));
      checkpointUntilAnswered(job, committed, 120);
      publish("several", ColorEvents.rounds("during-", 1));
      count(uncommitted, 120 + 1);
      flink.replaceTaskManager();
      publish("several", ColorEvents.rounds("after-", 1));
      checkpointUntilAnswered(job, committed, 360);
      job.stop();
      committed.readToEnd(this::add);
    }
    assertThat(answers).isEqualTo(expected);
    assertThat(answersOf("large")).isEqualTo(expected);
    assertThat(answersOf("german"))
        .isEqualTo(
            expectedBut(
                text ->
                    text.replaceAll(": red$", ": rot")
                        .replaceAll(": green$", ": gruen")
                        .replaceAll(": blue$", ": blau")));
    Map<String, List<String>> withoutRed = expectedBut(text -> text);
    assertThat(withoutRed.values().removeIf(texts -> texts.get(0).endsWith(": red"))).isTrue();
    assertThat(answersOf("failing")).isEqualTo(withoutRed);
    // of 120 events 115 are images; some count twice, because they ran in vain
    assertThat(flink.metrics().sum("alsoImages")).isGreaterThanOrEqualTo(3 * 3 * 115);
  }

  private static List<String> topicsOfModels(String... names) {
    return Stream.of(names).map(name -> "several-tags-" + name).toList();
  }

  /** The results of a model, and the rejects, by the places of their events. */
  private static Map<String, List<String>> answersOf(String model) {
    Map<String, List<String>> found = new TreeMap<>();
    try (CommittedAnswers committed =
        new CommittedAnswers(
            KafkaConnection.to(broker.bootstrapServers()),
            "several-tags-" + model,
            "several-rejects")) {
      committed.readToEnd(
          answer ->
              found.computeIfAbsent(answer.place(), place -> new ArrayList<>()).add(answer.text()));
    }
    return found;
  }

  private Map<String, List<String>> expectedBut(UnaryOperator<String> change) {
    Map<String, List<String>> changed = new TreeMap<>();
    expected.forEach((place, texts) -> changed.put(place, texts.stream().map(change).toList()));
    return changed;
  }

  /** The server keeps some images back, so that URIs are in state when the job fails. */
  @Test
  void fetchesImagesOfUrisOnceThoughTheJobFailsInTheMiddle() throws Exception {
    create("uris");
    CountDownLatch isLate = new CountDownLatch(1);
    byte[] red = TestImages.png(0xFF0000, 40, 30);
    try (ImageServer server = new ImageServer()) {
      String host = "http://127.0.0.1:" + server.port();
      server.on("/red", ImageServer.image(red));
      server.on(
          "/late",
          out -> {
            isLate.await();
            ImageServer.image(red).write(out);
          });
      EmbeddedJob job =
          submit(
              "uris",
              Map.of(
                  "tagging.checkpoint.interval", "9 min",
                  "tagging.fetch.allow", host,
                  "tagging.fetch.private-hosts", "127.0.0.1",
                  "tagging.fetch.drain-timeout", "100 ms"));
      try (CommittedAnswers committed = committed("uris")) {
        publish("uris", ColorEvents.uris("red-", 30, host + "/red", "red"));
        publish("uris", ColorEvents.uris("none-", 6, host + "/none", "URI_NOT_FOUND"));
        publish("uris", ColorEvents.uris("evil-", 6, "http://10.0.0.1/", "URI_NOT_ALLOWED"));
        checkpointUntilAnswered(job, committed, 42);
        publish("uris", ColorEvents.uris("late-", 30, host + "/late", "red"));
        await().until(() -> server.requests().contains("GET /late HTTP/1.1"));
        job.checkpoint();
        committed.readSome(this::add);
        assertThat(answered).as("answered without those that are late").isEqualTo(42);

        flink.replaceTaskManager();
        isLate.countDown();
        publish("uris", ColorEvents.uris("after-", 30, host + "/red", "red"));
        checkpointUntilAnswered(job, committed, 102);
        job.stop();
        committed.readToEnd(this::add);
      }
    }
    assertThat(answered).isEqualTo(102);
    assertThat(answers).isEqualTo(expected);
  }

  /**
   * The registry is away when the job restarts, and when a schema comes that the job has not seen:
   * the first needs no registry, the second makes the job fail until the registry is back.
   */
  @Test
  void tagsForeignRecordsInFramesOnceThoughTheRegistryIsStoppedInTheMiddle() throws Exception {
    create("shots");
    try (TestRegistry registry = TestRegistry.start()) {
      long first = registry.add("shots-events-value", ForeignShots.SCHEMA);
      EmbeddedJob job = submit("shots", settings(registry, "true"));
      try (CommittedAnswers committed = committed("shots")) {
        publish("shots", ForeignShots.red("a-", 30, first));
        publish("shots", ForeignShots.ofUnknownSchema(3));
        checkpointUntilAnswered(job, committed, 33);

        registry.stop();
        flink.replaceTaskManager();
        publish("shots", ForeignShots.red("b-", 30, first));
        checkpointUntilAnswered(job, committed, 63);

        int restarts = job.restarts();
        publish("shots", ForeignShots.red("c-", 30, first + 3));
        await("a failure for want of the registry")
            .atMost(Duration.ofSeconds(30))
            .until(() -> job.restarts() > restarts);
        registry.add("shots-events-value", ForeignShots.SCHEMA.replace("\"1\"", "\"2\""));
        registry.restart();
        checkpointUntilAnswered(job, committed, 93);
        job.stop();
        committed.readToEnd(this::add);
      }
      assertThat(registry.requests())
          .filteredOn(request -> request.startsWith("GET /schemas/ids/" + first))
          .as("each schema is asked for once")
          .filteredOn(request -> request.endsWith("/" + first))
          .hasSize(1);
    }
    assertThat(answered).isEqualTo(93);
    assertThat(answers).isEqualTo(expected);
  }

  @Test
  void refusesToStartWhereTheRegistryHasOrTakesNoSchemaOfItsResults() throws Exception {
    create("unregistered");
    try (TestRegistry registry = TestRegistry.start()) {
      registry.add("unregistered-events-value", ForeignShots.SCHEMA);
      assertThatThrownBy(() -> submit("unregistered", settings(registry, "false")))
          .isInstanceOf(UnusableRegistryException.class)
          .hasMessage(
              "the schema registry does not have this version of ImageTags under the subject 'unregistered-tags-value'; register it, or set tagging.kafka.registry.register to true");
      registry.refuseSchemas();
      assertThatThrownBy(() -> submit("unregistered", settings(registry, "true")))
          .isInstanceOf(UnusableRegistryException.class)
          .hasMessage(
              "the schema registry %s refuses the schema for the subject 'unregistered-tags-value': Schema being registered is incompatible (409); check the subject's compatibility"
                  .formatted(registry.url()));
      registry.stop();
      assertThatThrownBy(() -> submit("unregistered", settings(registry, "true")))
          .isInstanceOf(UnusableRegistryException.class)
          .hasMessageMatching("no schema registry answers \\(waited \\d+ s, .*");
    }
  }

  private static Map<String, String> settings(TestRegistry registry, String register) {
    return Map.of(
        "tagging.checkpoint.interval", "9 min",
        "tagging.kafka.registry.urls", registry.url(),
        "tagging.kafka.registry.max-wait", "1 s",
        "tagging.kafka.registry.register", register,
        "tagging.kafka.framing.tags", "confluent",
        "tagging.kafka.framing.rejects", "confluent",
        "tagging.kafka.fields.image", "payload.image",
        "tagging.kafka.fields.id", "serial");
  }

  private void checkpointUntilAnswered(EmbeddedJob job, CommittedAnswers committed, int count)
      throws Exception {
    while (answered < count) {
      try {
        job.checkpoint();
      } catch (ExecutionException e) {
        // refused while some of the tasks still restart
        assertThat(e).hasRootCauseInstanceOf(CheckpointException.class);
      }
      committed.readSome(this::add);
    }
  }

  private void add(Answer answer) {
    answered++;
    answers.computeIfAbsent(answer.place(), place -> new ArrayList<>()).add(answer.text());
  }

  private static void create(String name) throws InterruptedException {
    try (Topics topics = Topics.of(KafkaConnection.to(broker.bootstrapServers()))) {
      topics.create(PARTITIONS, List.of(name + "-events", name + "-tags", name + "-rejects"));
    }
  }

  private static EmbeddedJob submit(String name, Map<String, String> options)
      throws InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put("tagging.model.file", folder.resolve("colors.onnx").toString());
    all.put("tagging.device.provider", "cpu");
    all.put("tagging.limits.max-encoded-bytes", String.valueOf(ColorEvents.MAX_ENCODED_BYTES));
    all.put("tagging.kafka.bootstrap-servers", broker.bootstrapServers());
    all.put("tagging.kafka.group-id", name);
    all.put("tagging.kafka.images-topic", name + "-events");
    all.put("tagging.kafka.tags-topic", name + "-tags");
    all.put("tagging.kafka.rejects-topic", name + "-rejects");
    StreamExecutionEnvironment environment = flink.newEnvironment();
    environment.configure(RESTARTS);
    TaggingJob.build(environment, TaggingConfig.from(Configuration.fromMap(all)));
    return flink.submit(environment);
  }

  private void publish(String name, List<ColorEvents.Event> events) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaConnection.to(broker.bootstrapServers()).forProducer(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < events.size(); i++) {
        RecordMetadata place =
            producer
                .send(
                    new ProducerRecord<>(
                        name + "-events", i % PARTITIONS, null, events.get(i).value()))
                .get();
        expected.put(place.partition() + "@" + place.offset(), List.of(events.get(i).answer()));
      }
    }
  }

  private static CommittedAnswers committed(String name) {
    return new CommittedAnswers(
        KafkaConnection.to(broker.bootstrapServers()), name + "-tags", name + "-rejects");
  }

  private static KafkaConsumer<byte[], byte[]> uncommitted(String name) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            KafkaConnection.to(broker.bootstrapServers())
                .with(Map.of("group.id", name + "-uncommitted", "auto.offset.reset", "earliest")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(name + "-tags", name + "-rejects"));
    return consumer;
  }

  /** Waits for records, committed or not, and tells how many came. */
  private static int count(KafkaConsumer<byte[], byte[]> consumer, int atLeast) {
    int count = 0;
    while (count < atLeast) {
      count += consumer.poll(Duration.ofMillis(100)).count();
    }
    return count;
  }
}
