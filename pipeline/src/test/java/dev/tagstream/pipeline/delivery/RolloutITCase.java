package dev.tagstream.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.fetch.ImageServer;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.model.session.ResidentMemory;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.rollout.ManifestFile;
import dev.tagstream.pipeline.rollout.ModelManifest;
import dev.tagstream.schemas.model.GoldenImage;
import dev.tagstream.schemas.model.GoldenImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model changes while the stream runs. */
@Timeout(180)
final class RolloutITCase {

  private static final int SLOTS = 2;
  private static final int PARTITIONS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What the job is started with calls colors by English names, the other one by German ones. */
  private static final String GERMAN =
      """
      [{"name": "rot"}, {"name": "gruen"}, {"name": "blau"}]""";

  private static final Map<String, String> IN_GERMAN =
      Map.of("red", "rot", "green", "gruen", "blue", "blau");

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static EmbeddedFlink flink;
  private static Path english;
  private static Path german;

  /** Has the German model under its file's name. */
  private static ImageServer server;

  /** The events that were sent, by partition. */
  private final Map<Integer, List<ColorEvents.Event>> sent = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    english = TestModels.dominantColor().writeTo(folder, "english.onnx");
    german = TestModels.dominantColor().labels(GERMAN).writeTo(folder, "german.onnx");
    server = new ImageServer().on("/german.onnx", ImageServer.image(Files.readAllBytes(german)));
    broker = EmbeddedBroker.start();
    flink = EmbeddedFlink.start(SLOTS);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    flink.close();
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyPartitionChangesItsModelAtOneOffset(boolean rebalanced) throws Exception {
    String name = rebalanced ? "rebalanced" : "chained";
    try (Topics topics = Topics.of(connection())) {
      topics.create(PARTITIONS, List.of(name + "-events", name + "-tags", name + "-rejects"));
    }
    try (Answers answers = new Answers(name)) {
      switchModels(name, rebalanced, answers);
    }
  }

  private void switchModels(String name, boolean rebalanced, Answers answers) throws Exception {
    ManifestFile manifest = new ManifestFile(folder.resolve(name + ".json").toString());
    EmbeddedJob job = submit(name, manifest, rebalanced);
    publishUntil(name, () -> answers.newest() == 0);

    ModelEpoch.Model fetched =
        new ModelEpoch.Model(origin() + "german.onnx", model(german).sha256());
    ModelManifest models = ModelManifest.first(fetched, Instant.now());
    manifest.write(models);
    publishUntil(name, () -> answers.newest() == 1);

    // none of these may tag anything
    for (ModelEpoch.Model unusable :
        List.of(failing(name), ofAnotherSize(name), halfCopied(name), nanOnAGoldenImage(name))) {
      models = models.with(unusable, Instant.now());
      long before = flink.metrics().sum("modelsRefused");
      manifest.write(models);
      publishUntil(name, () -> flink.metrics().sum("modelsRefused") >= before + SLOTS);
    }
    assertThat(answers.newest()).isEqualTo(1);

    // back to the model that the job was started with, while a TaskManager dies
    models = models.with(null, Instant.now());
    manifest.write(models);
    flink.replaceTaskManager();
    publishUntil(name, () -> answers.newest() == 6);
    publishUntil(name, () -> true);
    int events = sent.values().stream().mapToInt(Collection::size).sum();
    await("all answers").atMost(PATIENCE).until(() -> answers.count() >= events);
    job.stop();

    answers.check(sent);
  }

  /**
   * Never two sessions at once, though a model turns out to be broken only at the barrier; and a
   * TaskManager that has none of the files fetches the model that the job resumes with.
   */
  @Test
  void aModelIsSwappedInPlaceOfTheOneBefore() throws Exception {
    String name = "in-place";
    try (Topics topics = Topics.of(connection())) {
      topics.create(PARTITIONS, List.of(name + "-events", name + "-tags", name + "-rejects"));
    }
    try (Answers answers = new Answers(name)) {
      swapInPlace(name, answers);
    }
  }

  private void swapInPlace(String name, Answers answers) throws Exception {
    ManifestFile manifest = new ManifestFile(folder.resolve(name + ".json").toString());
    Path fetched = folder.resolve(name + "-fetched");
    EmbeddedJob job =
        submit(
            name,
            manifest,
            Map.of(
                "tagging.models.swap",
                "in-place",
                "tagging.models.fetch.folder",
                fetched.toString()));
    publishUntil(name, () -> answers.newest() == 0);
    Instant now = Instant.now();
    ModelEpoch.Model ofServer =
        new ModelEpoch.Model(origin() + "german.onnx", model(german).sha256());
    ModelManifest models = ModelManifest.first(ofServer, now);
    manifest.write(models);
    publishUntil(name, () -> answers.newest() == 1);

    models = models.withCanary(model(english), 0.5, null, now);
    long before = flink.metrics().sum("modelsRefused");
    manifest.write(models);
    publishUntil(name, () -> flink.metrics().sum("modelsRefused") >= before + SLOTS);

    ModelEpoch.Model broken = nanOnAGoldenImage(name);
    manifest.write(models.with(broken, now));
    publishUntil(name, () -> answers.newest() == 4);
    assertThat(manifest.read().current().stopped())
        .startsWith(
            "the main model %s was taken back: %s: on cpu "
                .formatted(broken.file(), broken.file()));
    assertThat(flink.metrics().sum("trialStopped")).isEqualTo(1);

    Path file;
    try (Stream<Path> files = Files.list(fetched)) {
      file = files.findFirst().orElseThrow();
    }
    Files.delete(file);
    flink.replaceTaskManager();
    publishUntil(name, () -> Files.exists(file));

    manifest.write(manifest.read().with(null, now));
    publishUntil(name, () -> answers.newest() == 5);
    int events = sent.values().stream().mapToInt(Collection::size).sum();
    await("all answers").atMost(PATIENCE).until(() -> answers.count() >= events);
    job.stop();

    answers.check(sent, (event, answer) -> Answers.expected(event, answer.epoch(), 1, 4));
    answers.requireEpochs(0, 1, 4, 5);
  }

  /** A shadow that writes elsewhere, a canary that is promoted, and one that a guard stops. */
  @Test
  void aCanaryTagsItsShareAndAShadowWritesElsewhere() throws Exception {
    String name = "trials";
    try (Topics topics = Topics.of(connection())) {
      topics.create(
          PARTITIONS,
          List.of(name + "-events", name + "-tags", name + "-rejects", name + "-shadow"));
    }
    try (Answers answers = new Answers(name);
        CommittedAnswers shadows =
            new CommittedAnswers(connection(), name + "-shadow", name + "-rejects")) {
      tryModels(name, answers, shadows);
    }
  }

  private void tryModels(String name, Answers answers, CommittedAnswers shadows) throws Exception {
    ManifestFile manifest = new ManifestFile(folder.resolve(name + ".json").toString());
    Instant now = Instant.now();
    ModelManifest trying =
        ModelManifest.begin(now)
            .withCanary(model(german), 0.3, null, now)
            .withShadow(model(german), now);
    manifest.write(trying);
    EmbeddedJob job =
        submit(name, manifest, Map.of("tagging.kafka.shadow-topic", name + "-shadow"));
    List<CommittedAnswers.Answer> ofShadow = new ArrayList<>();
    // slowly, so that the slots have time for a shadow
    publishUntil(
        name,
        Duration.ofSeconds(1),
        () -> {
          shadows.readToEnd(
              answer -> Stream.of(answer).filter(Answers::isOfShadow).forEach(ofShadow::add));
          return ofShadow.size() > 15;
        });
    assertThat(flink.metrics().sum("trialStopped")).isZero();

    manifest.write(trying.promote(now));
    publishUntil(name, () -> answers.newest() == 4);

    // the guard stops a canary that gives NaN for a third of the images
    Path broken = TestModels.nanOnPureRed().labels(GERMAN).writeTo(folder, "nan.onnx");
    manifest.write(trying.promote(now).withCanary(model(broken), 0.5, null, now));
    publishUntil(name, () -> answers.newest() == 6);
    assertThat(manifest.read().current().stopped())
        .startsWith("the canary %s was stopped: it gave unusable scores".formatted(broken));
    assertThat(flink.metrics().sum("trialStopped")).isEqualTo(1);

    // under load, a shadow is dropped first; should a guard stop it there, the main model stays
    manifest.write(manifest.read().withShadow(model(german), now));
    publishUntil(name, () -> answers.newest() >= 7);
    long droppedBefore = shadowImages("dropped");
    publishUntil(
        name, Duration.ofMillis(1), 2000, () -> shadowImages("dropped") > droppedBefore + 200);
    int events = sent.values().stream().mapToInt(Collection::size).sum();
    await("all answers").atMost(PATIENCE).until(() -> answers.count() >= events);
    job.stop();

    Map<Long, ModelEpoch.Canary> canaries =
        Map.of(3L, canary(german, 0.3, 2), 5L, canary(broken, 0.5, 5));
    answers.check(sent, (event, answer) -> expected(event, answer, canaries));
    assertThat(ofShadow)
        .allSatisfy(answer -> assertThat(answer.epoch()).isEqualTo(3))
        .allSatisfy(answer -> assertThat(answer.text()).matches(".*: (rot|gruen|blau)"))
        .extracting(CommittedAnswers.Answer::place)
        .doesNotHaveDuplicates();
  }

  private static long shadowImages(String outcome) {
    return flink.metrics().sum("shadowImages", "outcome", outcome);
  }

  private static ModelEpoch.Canary canary(Path file, double share, long since) throws Exception {
    ModelEpoch.Model model = model(file);
    return new ModelEpoch.Canary(
        new ModelEpoch.Model(model.file(), model.sha256()), share, null, since);
  }

  /** Role, id and answer by the models of the epoch. */
  private static String expected(
      ColorEvents.Event event,
      CommittedAnswers.Answer answer,
      Map<Long, ModelEpoch.Canary> canaries) {
    String[] idAndTag = event.answer().split(": ", 2);
    if (!IN_GERMAN.containsKey(idAndTag[1])) {
      return event.answer();
    }
    ModelEpoch.Canary canary = canaries.get(answer.epoch());
    boolean ofCanary = canary != null && canary.tags(image(idAndTag[0]));
    String tag = ofCanary || answer.epoch() >= 4 ? IN_GERMAN.get(idAndTag[1]) : idAndTag[1];
    return "%s %s: %s"
        .formatted(
            ofCanary ? "canary" : "main",
            idAndTag[0],
            ofCanary && answer.epoch() == 5 && tag.equals("rot") ? "MODEL_FAILED" : tag);
  }

  private static EncodedImage image(String id) {
    return new EncodedImage(
        new SourceRecord("events", 0, 0, -1, null), id, ByteRange.of(new byte[0]), null, Map.of());
  }

  /** Prints how long events wait, with switches and without. */
  @Test
  @Tag("cycles")
  @Timeout(600)
  void fiftySwitchesLeaveSessionsThreadsAndMemoryAsTheyWere() throws Exception {
    String name = "cycles";
    try (Topics topics = Topics.of(connection())) {
      topics.create(PARTITIONS, List.of(name + "-events", name + "-tags", name + "-rejects"));
    }
    try (Answers answers = new Answers(name)) {
      switchFiftyTimes(name, answers);
    }
  }

  private void switchFiftyTimes(String name, Answers answers) throws Exception {
    ManifestFile manifest = new ManifestFile(folder.resolve(name + ".json").toString());
    EmbeddedJob job = submit(name, manifest, false);
    publishUntil(name, () -> answers.newest() == 0);

    ModelManifest models = ModelManifest.first(model(german), Instant.now());
    int threads = 0;
    long bytes = 0;
    for (int switches = 1; switches <= 50; switches++) {
      manifest.write(models);
      long epoch = models.current().epoch();
      publishUntil(name, () -> flink.metrics().sum("modelEpoch") == epoch * SLOTS);
      models = models.with(model(switches % 2 == 0 ? german : english), Instant.now());
      if (switches == 10) {
        threads = Thread.activeCount();
        bytes = ResidentMemory.bytes();
      }
    }
    long end = System.nanoTime();
    publishUntil(name, () -> System.nanoTime() - end > TimeUnit.SECONDS.toNanos(20));
    int events = sent.values().stream().mapToInt(Collection::size).sum();
    await("all answers").atMost(PATIENCE).until(() -> answers.count() >= events);
    System.out.printf(
        "after 10 switches: %d threads, %d MiB; after 50: %d threads, %d MiB%n",
        threads, bytes >> 20, Thread.activeCount(), ResidentMemory.bytes() >> 20);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 4);
    assertThat(ResidentMemory.bytes()).isLessThan(bytes + (200L << 20));
    job.stop();

    answers.printWaits();
  }

  private static ModelEpoch.Model model(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return new ModelEpoch.Model(file.toString(), HexFormat.of().formatHex(digest));
  }

  private static ModelEpoch.Model failing(String name) throws Exception {
    return model(TestModels.failsAlways().writeTo(folder, name + "-failing.onnx"));
  }

  private static ModelEpoch.Model nanOnAGoldenImage(String name) throws Exception {
    byte[] red = new byte[GoldenImage.LEVELS];
    for (int i = 0; i < red.length; i += 3) {
      red[i] = (byte) 0xFF;
    }
    GoldenImage golden = GoldenImage.of(red, new float[] {1, 0, 0});
    return model(
        TestModels.nanOnPureRed()
            .golden(new GoldenImages(List.of(golden)))
            .writeTo(folder, name + "-nan.onnx"));
  }

  private static ModelEpoch.Model ofAnotherSize(String name) throws Exception {
    return model(TestModels.dominantColor().size(8, 8).writeTo(folder, name + "-8.onnx"));
  }

  private static ModelEpoch.Model halfCopied(String name) throws Exception {
    Path file =
        TestModels.dominantColor().labels(GERMAN).embedding().writeTo(folder, name + "-half.onnx");
    ModelEpoch.Model whole = model(file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
    return whole;
  }

  /** Sends events to all partitions, a few at a time. */
  private void publishUntil(String name, BooleanSupplier done) {
    publishUntil(name, Duration.ofMillis(20), done);
  }

  private void publishUntil(String name, Duration interval, BooleanSupplier done) {
    publishUntil(name, interval, 5, done);
  }

  /**
   * The same.
   *
   * @param events for each partition at a time
   */
  private void publishUntil(String name, Duration interval, int events, BooleanSupplier done) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection().forProducer(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      await("the next epoch")
          .atMost(PATIENCE)
          .pollInSameThread()
          .pollInterval(interval)
          .until(
              () -> {
                publishSome(producer, name, events);
                return done.getAsBoolean();
              });
    }
  }

  private void publishSome(KafkaProducer<byte[], byte[]> producer, String name, int events)
      throws Exception {
    List<ColorEvents.Event> round = ColorEvents.rounds("", 1);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      Future<?> last = CompletableFuture.completedFuture(null);
      List<ColorEvents.Event> before = sent.computeIfAbsent(partition, none -> new ArrayList<>());
      for (int i = 0; i < events; i++) {
        ColorEvents.Event event = round.get(before.size() % round.size());
        before.add(event);
        last =
            producer.send(new ProducerRecord<>(name + "-events", partition, null, event.value()));
      }
      last.get(); // a partition takes records in their order
    }
  }

  private static EmbeddedJob submit(String name, ManifestFile manifest, boolean rebalanced)
      throws InterruptedException {
    return submit(name, manifest, Map.of("tagging.rebalance-images", String.valueOf(rebalanced)));
  }

  private static EmbeddedJob submit(String name, ManifestFile manifest, Map<String, String> more)
      throws InterruptedException {
    Map<String, String> options =
        new HashMap<>(
            Map.of(
                "tagging.model.file",
                english.toString(),
                "tagging.models.file",
                manifest.file(),
                "tagging.device.provider",
                "cpu",
                "tagging.checkpoint.interval",
                "300 ms",
                "tagging.limits.max-encoded-bytes",
                String.valueOf(ColorEvents.MAX_ENCODED_BYTES),
                "tagging.kafka.bootstrap-servers",
                broker.bootstrapServers(),
                "tagging.kafka.group-id",
                name,
                "tagging.kafka.images-topic",
                name + "-events",
                "tagging.kafka.tags-topic",
                name + "-tags",
                "tagging.kafka.rejects-topic",
                name + "-rejects"));
    options.put("tagging.models.fetch.allow", origin());
    options.put("tagging.models.fetch.private-hosts", "127.0.0.1");
    options.put("tagging.models.fetch.folder", folder.resolve("fetched").toString());
    options.putAll(more);
    StreamExecutionEnvironment environment = flink.newEnvironment();
    environment.setParallelism(SLOTS);
    TaggingJob.build(environment, TaggingConfig.from(Configuration.fromMap(options)));
    return flink.submit(environment);
  }

  /** The place of models, with a slash at its end. */
  private static String origin() {
    return "http://127.0.0.1:%d/".formatted(server.port());
  }

  private static KafkaConnection connection() {
    return KafkaConnection.to(broker.bootstrapServers());
  }

  /** What readers of committed records see. */
  private static final class Answers implements AutoCloseable {

    private final CommittedAnswers committed;
    private final List<CommittedAnswers.Answer> all = new ArrayList<>();

    Answers(String name) {
      committed = new CommittedAnswers(connection(), name + "-tags", name + "-rejects");
    }

    private List<CommittedAnswers.Answer> read() {
      committed.readToEnd(all::add);
      return all;
    }

    @Override
    public void close() {
      committed.close();
    }

    int count() {
      return read().size();
    }

    /** The newest epoch; -1 if there is no answer yet. */
    long newest() {
      return read().stream().mapToLong(CommittedAnswers.Answer::epoch).max().orElse(-1);
    }

    static boolean isOfShadow(CommittedAnswers.Answer answer) {
      return "shadow".equals(answer.role());
    }

    /** How long events of the last epoch waited, and those of the epochs before it. */
    void printWaits() {
      long last = newest();
      Map<Boolean, List<Long>> waits =
          read().stream()
              .filter(answer -> answer.millis() >= 0 && answer.epoch() > 0)
              .collect(
                  Collectors.partitioningBy(
                      answer -> answer.epoch() == last,
                      Collectors.mapping(CommittedAnswers.Answer::millis, Collectors.toList())));
      waits.forEach(
          (isLast, millis) -> {
            millis.sort(null);
            System.out.printf(
                "%s: %d events, p50 %d ms, p99 %d ms, longest %d ms%n",
                isLast ? "without switches" : "with a switch each second",
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.get(millis.size() - 1));
          });
    }

    /** Each event has one answer, of the model of its epoch; epochs change at one offset. */
    void check(Map<Integer, List<ColorEvents.Event>> sent) {
      check(sent, (event, answer) -> expected(event, answer.epoch(), 1));
      requireEpochs(0, 1, 6);
    }

    void requireEpochs(long... epochs) {
      assertThat(all.stream().mapToLong(CommittedAnswers.Answer::epoch).distinct().toArray())
          .containsExactlyInAnyOrder(epochs);
    }

    /**
     * The same.
     *
     * @param expected the text of an answer; its role and a space before it, if a model answered
     *     and the answer is to name it
     */
    void check(
        Map<Integer, List<ColorEvents.Event>> sent,
        BiFunction<ColorEvents.Event, CommittedAnswers.Answer, String> expected) {
      Map<Integer, TreeMap<Long, CommittedAnswers.Answer>> byPartition = new TreeMap<>();
      for (CommittedAnswers.Answer answer : read()) {
        String[] place = answer.place().split("@", 2);
        assertThat(
                byPartition
                    .computeIfAbsent(Integer.valueOf(place[0]), none -> new TreeMap<>())
                    .put(Long.valueOf(place[1]), answer))
            .as("%s is answered once", answer.place())
            .isNull();
      }
      sent.forEach(
          (partition, events) ->
              check(events, List.copyOf(byPartition.get(partition).values()), expected));
    }

    private static void check(
        List<ColorEvents.Event> events,
        List<CommittedAnswers.Answer> answers,
        BiFunction<ColorEvents.Event, CommittedAnswers.Answer, String> expected) {
      assertThat(answers).hasSameSizeAs(events);
      for (int offset = 0; offset < events.size(); offset++) {
        CommittedAnswers.Answer answer = answers.get(offset);
        String text = expected.apply(events.get(offset), answer);
        assertThat(text.equals(answer.text()) ? text : answer.role() + " " + answer.text())
            .isEqualTo(text);
      }
      assertThat(answers).extracting(CommittedAnswers.Answer::epoch).isSorted();
    }

    /**
     * The text of an answer.
     *
     * @param germans the epochs of the German model
     */
    static String expected(ColorEvents.Event event, long epoch, long... germans) {
      String[] idAndTag = event.answer().split(": ", 2);
      return Arrays.stream(germans).anyMatch(german -> german == epoch)
          ? idAndTag[0] + ": " + IN_GERMAN.getOrDefault(idAndTag[1], idAndTag[1])
          : event.answer();
    }
  }
}
