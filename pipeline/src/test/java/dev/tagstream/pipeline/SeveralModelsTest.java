package dev.tagstream.pipeline;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.Endpoints;
import dev.tagstream.pipeline.kafka.TestEvents;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.functions.FromElementsGeneratorFunction;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole chain with several models, in a Flink of its own, with records from memory. */
final class SeveralModelsTest {

  private enum Wiring {
    CHAINED,
    EVERY_STEP_A_TASK,
    REBALANCED
  }

  private static final int PICTURES = 30;

  @TempDir private Path folder;

  /** Those that tag beside the main one: one takes its pixels, and two others do not. */
  private final Map<String, TestModels> also = new LinkedHashMap<>();

  @BeforeEach
  void writeModels() {
    TestModels.failsOnPureRed().writeTo(folder);
    also.put("large", TestModels.dominantColor().size(6, 5));
    also.put("sigmoid", TestModels.dominantColor().sigmoid());
    also.put("floats", TestModels.nanOnPureRed().float32Nchw());
    also.forEach((name, model) -> model.writeTo(folder, name + ".onnx"));
  }

  @ParameterizedTest
  @EnumSource
  void eachTagsEveryImageOnceAndAsItDoesAlone(Wiring wiring) throws Exception {
    StreamExecutionEnvironment environment = environment();
    if (wiring == Wiring.EVERY_STEP_A_TASK) {
      environment.disableOperatorChaining();
    }
    boolean rebalanced = wiring == Wiring.REBALANCED;
    Answers together =
        run(
            environment,
            Map.of(
                "tagging.models.also", option(),
                "tagging.rebalance-images", Boolean.toString(rebalanced)));

    assertThat(together).isEqualTo(alone("model", together.also()));
    assertThat(together.rejects())
        .isEqualTo(Map.of("broken", RejectReason.CORRUPT_IMAGE, "red", RejectReason.MODEL_FAILED));
    assertThat(together.also().get("large")).hasSize(PICTURES + 1).containsKey("red");
    assertThat(together.also().get("sigmoid")).hasSize(PICTURES + 1).containsKey("red");
    assertThat(together.also().get("floats")).hasSize(PICTURES).doesNotContainKey("red");
  }

  /** What a job with each model alone says. */
  private Answers alone(String main, Map<String, ?> names) throws Exception {
    Answers ofMain = run(environment(), Map.of("tagging.model.file", path(main)));
    Map<String, Map<String, List<Tag>>> others = new HashMap<>();
    for (String name : names.keySet()) {
      others.put(name, run(environment(), Map.of("tagging.model.file", path(name))).tags());
    }
    return new Answers(ofMain.tags(), ofMain.rejects(), others);
  }

  @Test
  void allRunInOneTask() {
    StreamExecutionEnvironment environment = environment();
    build(environment, Map.of("tagging.models.also", option()), new Sinks(3));

    assertThat(environment.getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .satisfiesExactlyInAnyOrder(
            name ->
                assertThat(name)
                    .contains(
                        "image-events",
                        "decode-images",
                        "form-batches-large",
                        "tag-images-sigmoid",
                        "image-tags: Writer",
                        "image-tags-large: Writer",
                        "image-tags-sigmoid: Writer",
                        "image-tags-floats: Writer")
                    .doesNotContain("form-batches-sigmoid"),
            name -> assertThat(name).contains("image-rejects"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tagging.decode.mode | gpu | models that take other pixels than MODEL need tagging.decode.mode exact or fast",
        "tagging.batch.target-latency | 20 ms | models that take other pixels than MODEL need tagging.batch.target-latency unset",
        "tagging.models.also | copy=COPY | MODEL and COPY are the same model",
        "tagging.models.also | any=ANY | ANY takes images of any size, which only a job with one model can take",
        "tagging.model.file | ANY | ANY takes images of any size, which only a job with one model can take",
        "tagging.tags.embedding | true | sigmoid: tagging.tags.embedding must be false for SIGMOID, which has no embedding; export it with --outputs tags,embedding",
      })
  void refusesWhatDoesNotGoTogether(String option, String value, String line) throws Exception {
    TestModels.failsOnPureRed().embedding().writeTo(folder);
    Files.copy(folder.resolve("model.onnx"), folder.resolve("copy.onnx"));
    TestModels.dominantColor().anySize().writeTo(folder, "any.onnx");

    assertThatThrownBy(
            () -> {
              Map<String, String> settings = new HashMap<>(Map.of("tagging.models.also", option()));
              settings.put(option, withPaths(value));
              build(environment(), settings, new Sinks(3));
            })
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tagging.models.also: " + withPaths(line));
  }

  @Test
  void refusesToTagWithoutAJob() {
    TaggingConfig config = config(Map.of("tagging.models.also", option()));

    assertThatThrownBy(() -> TaggingJob.imageTagger(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("tagging.models.also: only a job tags with several models");
  }

  private String withPaths(String text) {
    String replaced = text;
    for (String name : List.of("model", "copy", "any", "sigmoid")) {
      replaced = replaced.replace(name.toUpperCase(Locale.ROOT), path(name));
    }
    return replaced;
  }

  private String option() {
    return String.join(",", also.keySet().stream().map(name -> name + "=" + path(name)).toList());
  }

  private String path(String name) {
    return folder.resolve(name + ".onnx").toString();
  }

  /** Where a job's answers go. */
  private static final class Sinks {

    private final CollectingSink<TaggedImage> tags = new CollectingSink<>();
    private final CollectingSink<RejectedImage> rejects = new CollectingSink<>();
    private final List<CollectingSink<TaggedImage>> also = new ArrayList<>();

    Sinks(int models) {
      for (int i = 0; i < models; i++) {
        also.add(new CollectingSink<>());
      }
    }
  }

  /** By the id of the image; of each further model by its name. */
  private record Answers(
      Map<String, List<Tag>> tags,
      Map<String, RejectReason> rejects,
      Map<String, Map<String, List<Tag>>> also) {}

  /** Fails if an image has two answers of one kind. */
  private Answers run(StreamExecutionEnvironment environment, Map<String, String> settings)
      throws Exception {
    boolean several = settings.containsKey("tagging.models.also");
    Sinks sinks = new Sinks(several ? also.size() : 0);
    build(environment, settings, sinks);
    environment.execute();
    Map<String, Map<String, List<Tag>>> byName = new HashMap<>();
    List<String> names = List.copyOf(also.keySet());
    for (int i = 0; i < sinks.also.size(); i++) {
      byName.put(names.get(i), tags(sinks.also.get(i)));
    }
    return new Answers(
        tags(sinks.tags),
        sinks.rejects.written().stream().collect(toMap(RejectedImage::id, RejectedImage::reason)),
        byName);
  }

  private static Map<String, List<Tag>> tags(CollectingSink<TaggedImage> sink) {
    return sink.written().stream().collect(toMap(TaggedImage::id, TaggedImage::tags));
  }

  private static StreamExecutionEnvironment environment() {
    Configuration settings = new Configuration();
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return StreamExecutionEnvironment.createLocalEnvironment(2, settings);
  }

  private void build(
      StreamExecutionEnvironment environment, Map<String, String> settings, Sinks sinks) {
    try {
      TaggingJob.build(
          environment,
          config(settings),
          new Endpoints(source(), sinks.tags, sinks.rejects, null, null, List.copyOf(sinks.also)));
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private TaggingConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("tagging.model.file", path("model"));
    all.put("tagging.kafka.bootstrap-servers", "unused:9092");
    all.put("tagging.device.provider", "cpu");
    all.put("tagging.batch.max-images", "4");
    all.put("tagging.checkpoint.interval", "100 ms");
    all.putAll(settings);
    return TaggingConfig.from(Configuration.fromMap(all));
  }

  /** Pictures of many colors, a purely red one, and a broken one. */
  private static DataGeneratorSource<SourceRecord> source() {
    List<SourceRecord> records = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      byte[] picture = TestImages.png((i * 0x051A3F + 0x20A040) & 0xFFFFFF, 9 + i, 20 - i / 2);
      records.add(TestEvents.withImage(records.size(), "picture-" + i, picture));
    }
    byte[] half = Arrays.copyOf(TestImages.GREEN, TestImages.GREEN.length / 2);
    records.add(PICTURES / 2, TestEvents.withImage(records.size(), "red", TestImages.RED));
    records.add(PICTURES / 3, TestEvents.withImage(records.size(), "broken", half));
    TypeInformation<SourceRecord> type = TypeInformation.of(SourceRecord.class);
    return new DataGeneratorSource<>(
        new FromElementsGeneratorFunction<>(type, new ExecutionConfig(), records),
        records.size(),
        type);
  }
}
