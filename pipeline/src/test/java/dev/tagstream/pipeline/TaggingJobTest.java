package dev.tagstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.TagCounts;
import dev.tagstream.pipeline.kafka.Endpoints;
import dev.tagstream.pipeline.kafka.TestEvents;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.functions.FromElementsGeneratorFunction;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole chain in a Flink of its own, with records from memory. */
final class TaggingJobTest {

  private enum Wiring {
    CHAINED,
    EVERY_STEP_A_TASK,
    REBALANCED
  }

  private static final int ROUNDS = 20;

  @TempDir private Path folder;

  private final CollectingSink<TaggedImage> tags = new CollectingSink<>();
  private final CollectingSink<RejectedImage> rejects = new CollectingSink<>();

  @BeforeEach
  void writeModel() {
    TestModels.failsOnPureRed().writeTo(folder);
  }

  @ParameterizedTest
  @EnumSource
  void answersEveryRecordOnce(Wiring wiring) throws Exception {
    StreamExecutionEnvironment environment = environment();
    if (wiring == Wiring.EVERY_STEP_A_TASK) {
      environment.disableOperatorChaining();
    }
    boolean rebalanced = wiring == Wiring.REBALANCED;
    build(environment, Map.of("tagging.rebalance-images", Boolean.toString(rebalanced)));

    environment.execute();

    Map<String, String> answers = new TreeMap<>();
    tags.written()
        .forEach(
            image -> put(answers, (SourceRecord) image.image().encoded().source(), label(image)));
    rejects
        .written()
        .forEach(image -> put(answers, (SourceRecord) image.source(), image.reason().name()));
    assertThat(answers).isEqualTo(expectedAnswers());
  }

  @Test
  void tagsImagesOfAnySizeAsTheyAreWithTheirEmbeddings() throws Exception {
    TestModels.dominantColor().anySize().embedding().writeTo(folder);
    StreamExecutionEnvironment environment = environment();
    List<SourceRecord> records =
        List.of(
            TestEvents.withImage(0, "red", TestImages.png(0xFF0000, 128, 135)),
            TestEvents.withImage(1, "green", TestImages.png(0x00FF00, 1, 1)),
            TestEvents.withImage(2, "blue", TestImages.png(0x0000FF, 135, 128)),
            TestEvents.withImage(3, "large", TestImages.png(0xFF0000, 200, 101)));
    build(
        environment,
        Map.of("tagging.batch.max-pixels", "20000", "tagging.tags.embedding", "true"),
        records);

    environment.execute();

    assertThat(tags.written())
        .extracting(TaggingJobTest::label)
        .containsExactlyInAnyOrder("red", "green", "blue");
    assertThat(tags.written())
        .filteredOn(image -> label(image).equals("blue"))
        .singleElement()
        .satisfies(image -> assertThat(image.embedding()).containsExactly(0, 0, 255));
    assertThat(rejects.written())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(RejectReason.TOO_MANY_PIXELS);
              assertThat(rejected.detail())
                  .isEqualTo(
                      "200x101 pixels become 200x101 by the model's resize, but an image may have"
                          + " 20000");
            });
  }

  @Test
  void givesEachLabelAboveItsThresholdWhateverTheOthersScore() throws Exception {
    TestModels.dominantColor()
        .sigmoid()
        .contractWith("\"topK\": 2", "\"topK\": 3, \"thresholds\": [0.9, 0.4, 0.9]")
        .writeTo(folder);

    assertThat(labelsOfPureColors(Map.of()))
        .isEqualTo(
            Map.of(
                "red", List.of("red", "green"),
                "green", List.of("green"),
                "blue", List.of("blue", "green")));
  }

  @Test
  void takesThresholdsOfTheJobBeforeThoseOfTheModel() throws Exception {
    TestModels.dominantColor()
        .sigmoid()
        .contractWith("\"topK\": 2", "\"topK\": 3, \"thresholds\": [0.9, 0.4, 0.9]")
        .writeTo(folder);
    Path thresholds =
        Files.writeString(folder.resolve("thresholds.json"), "{\"green\": 1, \"blue\": 0.45}");

    assertThat(labelsOfPureColors(Map.of("tagging.tags.thresholds", thresholds.toString())))
        .isEqualTo(
            Map.of(
                "red", List.of("red", "blue"),
                "green", List.of("blue"),
                "blue", List.of("blue")));
  }

  @Test
  void givesTheEmbeddingsOfAModelThatGivesNothingElse() throws Exception {
    TestModels.dominantColor()
        .embedding()
        .contractWith(
            "\"output\": {\"name\": \"logits\", \"kind\": \"logits\", \"classes\": 3, \"topK\":"
                + " 2},",
            "")
        .labels(null)
        .writeTo(folder);

    assertThat(labelsOfPureColors(Map.of()))
        .isEqualTo(Map.of("red", List.of(), "green", List.of(), "blue", List.of()));
    assertThat(tags.written())
        .extracting(TaggedImage::embedding)
        .containsExactlyInAnyOrder(
            new float[] {255, 0, 0}, new float[] {0, 255, 0}, new float[] {0, 0, 255});
  }

  @Test
  void refusesToGiveEmbeddingsThatTheModelDoesNot() {
    assertThatThrownBy(() -> build(environment(), Map.of("tagging.tags.embedding", "true")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "tagging.tags.embedding must be false for %s, which has no embedding; export it with"
                + " --outputs tags,embedding",
            folder.resolve("model.onnx"));
  }

  @Test
  void refusesAThresholdOfALabelThatTheModelDoesNotHave() throws IOException {
    Path thresholds = Files.writeString(folder.resolve("thresholds.json"), "{\"violet\": 0.5}");

    assertThatThrownBy(
            () -> build(environment(), Map.of("tagging.tags.thresholds", thresholds.toString())))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "tagging.tags.thresholds: %s: the model has no label 'violet'; spell it as the model"
                + " does",
            thresholds);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REBALANCED")
  void answersDuplicatesWithoutDecodingAndModel(Wiring wiring) throws Exception {
    StreamExecutionEnvironment environment = environment();
    if (wiring == Wiring.EVERY_STEP_A_TASK) {
      environment.disableOperatorChaining();
    }
    build(
        environment,
        Map.of("tagging.duplicates.max-bytes", "1 mb", "tagging.batch.max-images", "1"));

    environment.execute();

    Map<String, String> answers = new TreeMap<>();
    tags.written()
        .forEach(
            image -> put(answers, (SourceRecord) image.image().encoded().source(), label(image)));
    rejects
        .written()
        .forEach(image -> put(answers, (SourceRecord) image.source(), image.reason().name()));
    assertThat(answers).isEqualTo(expectedAnswers());
    List<TaggedImage> duplicates =
        tags.written().stream().filter(image -> image.run().inferenceMicros() == 0).toList();
    assertThat(duplicates)
        .hasSizeLessThan(tags.written().size())
        .allSatisfy(image -> assertThat(image.image().decodeMicros()).isZero());
    if (wiring == Wiring.CHAINED) {
      // each image was tagged before the next was read; in tasks, all may have been read before
      assertThat(duplicates).isNotEmpty();
    }
  }

  @Test
  void refusesAReferenceOfAnotherModel() throws IOException {
    Path reference = folder.resolve("reference.json");
    new DriftReference("pets", "ab".repeat(32), new TagCounts(0, 0.5, Map.of("cat", 1L)))
        .write(reference);

    assertThatThrownBy(
            () -> build(environment(), Map.of("tagging.drift.reference", reference.toString())))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(
            "tagging.drift.reference: %s is of the model pets with SHA-256 %s, but %s has SHA-256 ",
            reference, "ab".repeat(32), folder.resolve("model.onnx"))
        .hasMessageEndingWith("; take a reference from results of this model");
  }

  @Test
  void refusesAReferenceThatIsNotThere() {
    assertThatThrownBy(() -> build(environment(), Map.of("tagging.drift.reference", "none.json")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("tagging.drift.reference: none.json: cannot be read: ");
  }

  @Test
  void refusesBatchesThatNoBufferHolds() {
    assertThatThrownBy(() -> build(environment(), Map.of("tagging.batch.max-images", "2000000000")))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "tagging.batch.max-images must be at most 44739242 for images of 48 bytes but was"
                + " '2000000000'");
  }

  @Test
  void runsFromSourceToTagsInOneTask() throws Exception {
    StreamExecutionEnvironment environment = environment();
    build(environment, Map.of());

    assertThat(environment.getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .satisfiesExactlyInAnyOrder(
            name ->
                assertThat(name)
                    .contains(
                        "image-events",
                        "read-image-events",
                        "decode-images",
                        "normalize-images",
                        "form-batches",
                        "tag-images",
                        "emit-tags",
                        "image-tags"),
            name -> assertThat(name).contains("image-rejects"));
  }

  @Test
  void keepsEveryUidSoThatASavepointFits() throws Exception {
    StreamExecutionEnvironment environment = environment();
    build(environment, Map.of());

    assertThat(environment.getStreamGraph().getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .contains(
            "image-events",
            "read-image-events",
            "decode-images",
            "normalize-images",
            "form-batches",
            "tag-images",
            "emit-tags",
            "image-tags",
            "image-rejects");
  }

  /** Runs the job; gives the labels of each image, the highest score first, by its id. */
  private Map<String, List<String>> labelsOfPureColors(Map<String, String> settings)
      throws Exception {
    StreamExecutionEnvironment environment = environment();
    List<SourceRecord> records =
        List.of(
            TestEvents.withImage(0, "red", TestImages.RED),
            TestEvents.withImage(1, "green", TestImages.GREEN),
            TestEvents.withImage(2, "blue", TestImages.BLUE));
    build(environment, settings, records);
    environment.execute();
    assertThat(rejects.written()).isEmpty();
    return tags.written().stream()
        .collect(
            Collectors.toMap(
                image -> image.image().encoded().id(),
                image -> image.tags().stream().map(Tag::label).toList()));
  }

  private static StreamExecutionEnvironment environment() {
    Configuration settings = new Configuration();
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    LocalStreamEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, settings);
    return environment;
  }

  private void build(StreamExecutionEnvironment environment, Map<String, String> settings)
      throws InterruptedException {
    build(environment, settings, records());
  }

  private void build(
      StreamExecutionEnvironment environment,
      Map<String, String> settings,
      List<SourceRecord> records)
      throws InterruptedException {
    Map<String, String> all = new HashMap<>();
    all.put("tagging.model.file", folder.resolve("model.onnx").toString());
    all.put("tagging.kafka.bootstrap-servers", "unused:9092");
    all.put("tagging.device.provider", "cpu");
    all.put("tagging.batch.max-images", "4");
    all.put("tagging.checkpoint.interval", "100 ms");
    all.putAll(settings);
    TaggingConfig config = TaggingConfig.from(Configuration.fromMap(all));
    TaggingJob.build(environment, config, new Endpoints(source(records), tags, rejects));
  }

  private static DataGeneratorSource<SourceRecord> source(List<SourceRecord> records) {
    TypeInformation<SourceRecord> type = TypeInformation.of(SourceRecord.class);
    return new DataGeneratorSource<>(
        new FromElementsGeneratorFunction<>(type, new ExecutionConfig(), records),
        records.size(),
        type);
  }

  /** Good images, one on which the model fails, and broken ones. */
  private static List<SourceRecord> records() {
    List<SourceRecord> records = new ArrayList<>();
    byte[] half = Arrays.copyOf(TestImages.GREEN, TestImages.GREEN.length / 2);
    for (int round = 0; round < ROUNDS; round++) {
      long offset = 6L * round;
      records.add(TestEvents.withImage(offset, "green", TestImages.GREEN));
      records.add(TestEvents.withImage(offset + 1, "blue", TestImages.BLUE));
      records.add(TestEvents.withImage(offset + 2, "red", TestImages.RED));
      records.add(TestEvents.withImage(offset + 3, "half", half));
      records.add(TestEvents.record(offset + 4, new byte[] {1, 2, 3}));
      records.add(TestEvents.withImage(offset + 5, "blue", TestImages.BLUE));
    }
    return records;
  }

  private static Map<String, String> expectedAnswers() {
    Map<String, String> answers = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      int offset = 6 * round;
      answers.put("image-events-3@" + offset, "green");
      answers.put("image-events-3@" + (offset + 1), "blue");
      answers.put("image-events-3@" + (offset + 2), RejectReason.MODEL_FAILED.name());
      answers.put("image-events-3@" + (offset + 3), RejectReason.CORRUPT_IMAGE.name());
      answers.put("image-events-3@" + (offset + 4), RejectReason.NOT_AN_IMAGE_EVENT.name());
      answers.put("image-events-3@" + (offset + 5), "blue");
    }
    return answers;
  }

  private static void put(Map<String, String> answers, SourceRecord source, String answer) {
    assertThat(answers.put(source.position(), answer)).as(source.position()).isNull();
  }

  private static String label(TaggedImage image) {
    return image.tags().get(0).label();
  }
}
