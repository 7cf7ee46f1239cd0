package dev.tagstream.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.model.session.DeviceRequest.Choice;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.pipeline.model.session.GpuSettings.Float32;
import dev.tagstream.pipeline.model.session.GpuSettings.Memory;
import dev.tagstream.pipeline.model.session.TensorRtSettings;
import dev.tagstream.pipeline.model.session.TensorRtSettings.Precision;
import dev.tagstream.pipeline.swap.SwapMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TaggingConfigTest {

  private static final KafkaConfig.ReadingGuards FAIL_ALWAYS =
      new KafkaConfig.ReadingGuards(OnLoss.FAIL, OnLoss.FAIL, OnLoss.FAIL);

  @Test
  void needsOnlyTheModelAndTheBrokers() {
    TaggingConfig config = read(Map.of());

    assertThat(config.mode()).isEqualTo(Mode.STREAM);
    assertThat(config.modelFile()).isEqualTo("/models/resnet50.onnx");
    assertThat(config.device())
        .isEqualTo(new DeviceConfig(Choice.AUTO, List.of(), GpuSettings.USUAL));
    assertThat(config.batch())
        .isEqualTo(new BatchConfig(16, 4_000_000, 268435456, Duration.ofMillis(50), null));
    assertThat(config.tags()).isEqualTo(new TagsConfig(null, null, null, false));
    assertThat(config.limits()).isEqualTo(new LimitsConfig(33554432, 100000000, 30000, 524288));
    assertThat(config.kafka().topics())
        .isEqualTo(new KafkaConfig.Topics("image-events", "image-tags", "image-rejects"));
    assertThat(config.kafka().reading())
        .isEqualTo(
            new KafkaConfig.Reading("tagstream", StartFrom.COMMITTED, FAIL_ALWAYS, List.of()));
    assertThat(config.kafka().writing())
        .isEqualTo(
            new KafkaConfig.Writing(
                Delivery.EXACTLY_ONCE, "tagstream", Duration.ofMinutes(10), OnLoss.FAIL));
    assertThat(config.rebalanceImages()).isFalse();
    assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void readsWhatIsSet() {
    TaggingConfig config =
        read(
            Map.of(
                "tagging.mode", "batch",
                "tagging.device.provider", "cuda",
                "tagging.device.ids", "1;3",
                "tagging.batch.max-delay", "5 ms",
                "tagging.tags.top-k", "3",
                "tagging.limits.max-encoded-bytes", "1 mb",
                "tagging.kafka.group-id", "cats",
                "tagging.kafka.start-from", "earliest",
                "tagging.kafka.delivery", "at-least-once",
                "tagging.rebalance-images", "true"));

    assertThat(config.mode()).isEqualTo(Mode.BATCH);
    assertThat(config.device())
        .isEqualTo(new DeviceConfig(Choice.CUDA, List.of(1, 3), GpuSettings.USUAL));
    assertThat(config.batch().maxDelay()).isEqualTo(Duration.ofMillis(5));
    assertThat(config.tags().topK()).isEqualTo(3);
    assertThat(config.limits().maxEncodedBytes()).isEqualTo(1048576);
    assertThat(config.kafka().reading())
        .isEqualTo(new KafkaConfig.Reading("cats", StartFrom.EARLIEST, FAIL_ALWAYS, List.of()));
    assertThat(config.kafka().writing().delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
    assertThat(config.rebalanceImages()).isTrue();
  }

  @Test
  void readsHowImagesAreDecoded() {
    TaggingConfig usual = read(Map.of());
    TaggingConfig config =
        read(Map.of("tagging.decode.mode", "fast", "tagging.decode.truncated", "tag"));

    assertThat(usual.decodeMode()).isEqualTo(DecodeMode.EXACT);
    assertThat(usual.truncated()).isEqualTo(TruncatedImages.REJECT);
    assertThat(config.decodeMode()).isEqualTo(DecodeMode.FAST);
    assertThat(config.truncated()).isEqualTo(TruncatedImages.TAG);
  }

  @Test
  void readsHowBatchesAreFormed() {
    TaggingConfig config =
        read(
            Map.of(
                "tagging.batch.max-images", "64",
                "tagging.batch.max-pixels", "1000000",
                "tagging.batch.max-bytes", "32 mb",
                "tagging.batch.max-delay", "10 ms",
                "tagging.batch.target-latency", "20 ms"));

    assertThat(config.batch())
        .isEqualTo(
            new BatchConfig(64, 1_000_000, 33554432, Duration.ofMillis(10), Duration.ofMillis(20)));
  }

  @Test
  void readsWhatTensorRtIsTold() {
    TaggingConfig config =
        read(
            Map.of(
                "tagging.device.provider", "tensorrt",
                "tagging.device.tensorrt-float16", "true",
                "tagging.device.tensorrt-cache", "/var/cache/engines"));

    assertThat(config.device())
        .isEqualTo(
            new DeviceConfig(
                Choice.TENSORRT,
                List.of(),
                new GpuSettings(
                    Float32.EXACT,
                    Memory.PINNED,
                    Map.of(),
                    new TensorRtSettings(Precision.FLOAT16, "/var/cache/engines"))));
  }

  @ParameterizedTest
  @CsvSource({
    "tagging.device.tensorrt-float16, true",
    "tagging.device.tensorrt-cache, /var/cache/engines"
  })
  void refusesWhatOnlyTensorRtKnowsForAnotherProvider(String key, String value) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(Map.of(key, value)))
        .withMessage(
            "tagging.device.provider must be tensorrt if tagging.device.tensorrt-float16 or"
                + " tagging.device.tensorrt-cache is set but was 'auto'");
  }

  @Test
  void callsTheJobByTheGroupUnlessToldOtherwise() {
    assertThat(read(Map.of()).jobName()).isEqualTo("tagstream");
    assertThat(read(Map.of("tagging.kafka.group-id", "cats")).jobName()).isEqualTo("cats");
    assertThat(
            read(Map.of("tagging.kafka.group-id", "cats", "tagging.job.name", "Cats, live"))
                .jobName())
        .isEqualTo("Cats, live");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "two\nlines"})
  void refusesAJobNameThatNoTableCanShow(String name) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(Map.of("tagging.job.name", name)))
        .withMessage(
            "tagging.job.name must be a name of up to 200 characters in one line but was '%s'"
                .formatted(name));
  }

  @Test
  void callsTransactionsByTheGroupUnlessToldOtherwise() {
    assertThat(read(Map.of("tagging.kafka.group-id", "cats")).kafka().writing())
        .extracting(KafkaConfig.Writing::transactionalIdPrefix)
        .isEqualTo("cats");
    assertThat(read(Map.of("tagging.kafka.transactional-id-prefix", "dogs")).kafka().writing())
        .extracting(KafkaConfig.Writing::transactionalIdPrefix)
        .isEqualTo("dogs");
  }

  @Test
  void handsClientPropertiesOnUnderTheClientsOwnNames() {
    ClientProperties properties =
        read(Map.of(
                "tagging.kafka.properties.security.protocol", "SASL_SSL",
                "tagging.kafka.properties.client.rack", "a",
                "tagging.kafka.consumer.properties.client.rack", "b",
                "tagging.kafka.producer.properties.linger.ms", "20"))
            .kafka()
            .properties();

    assertThat(properties.forConsumer())
        .isEqualTo(Map.of("security.protocol", "SASL_SSL", "client.rack", "b"));
    assertThat(properties.forProducer())
        .isEqualTo(Map.of("security.protocol", "SASL_SSL", "client.rack", "a", "linger.ms", "20"));
  }

  @Test
  void hidesSecretsWhenPrinted() {
    TaggingConfig config =
        read(
            Map.of(
                "tagging.kafka.properties.sasl.jaas.config", "login required password=\"hunter2\";",
                "tagging.kafka.properties.ssl.truststore.password", "hunter2",
                "tagging.kafka.properties.sasl.login.token", "hunter2",
                "tagging.kafka.producer.properties.client.secret", "hunter2",
                "tagging.kafka.properties.sasl.mechanism", "PLAIN"));

    assertThat(config.toString())
        .doesNotContain("hunter2")
        .contains("sasl.jaas.config=******", "sasl.mechanism=PLAIN");
  }

  @Test
  void readsModelsThatTagBesideTheMainOne() {
    TaggingConfig config =
        read(
            Map.of(
                "tagging.models.also", "breeds=/models/b=1.onnx, colors-2 = colors.onnx",
                "tagging.kafka.tags-topic", "tags"));

    assertThat(config.also())
        .containsExactly(
            new AlsoConfig("breeds", "/models/b=1.onnx"),
            new AlsoConfig("colors-2", "colors.onnx"));
    assertThat(config.kafka().topics().also()).containsExactly("tags-breeds", "tags-colors-2");
    assertThat(config.kafka().topics().ofResults())
        .containsExactly("tags", "image-rejects", "tags-breeds", "tags-colors-2");
    assertThat(read(Map.of()).also()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "breeds", "breeds=", "a=a.onnx,,b=b.onnx", "a=a.onnx,a=b.onnx"})
  void refusesModelsWithoutANameOrAPath(String models) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(Map.of("tagging.models.also", models)))
        .withMessage(
            "tagging.models.also must be models such as breeds=breeds.onnx,colors=colors.onnx, each"
                + " with a name of its own, but was '%s'",
            models);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Breeds", "a b", "", "shadow", "-a"})
  void refusesNamesThatEndNoTopic(String name) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(Map.of("tagging.models.also", name + "=a.onnx")))
        .withMessage(
            "tagging.models.also must give each model a name of 1 to 40 lower-case letters, digits"
                + " or hyphens, other than 'shadow', but was '%s'",
            name);
  }

  @ParameterizedTest
  @CsvSource({
    "tagging.models.topic, manifests, must be unset",
    "tagging.models.file, manifest.json, must be unset",
    "tagging.duplicates.max-bytes, 1 mb, must be 0",
    "tagging.limits.max-side, 65536, must be at most 65535",
  })
  void refusesWhatDoesNotGoWithSeveralModels(String key, String value, String rule) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(Map.of("tagging.models.also", "a=a.onnx", key, value)))
        .withMessage("%s %s where tagging.models.also is set", key, rule);
  }

  @ParameterizedTest
  @CsvSource({
    "tagging.device.provider, auto, must not be auto",
    "tagging.rebalance-images, true, must be false",
    "tagging.kafka.shadow-topic, shadows, must be unset",
  })
  void refusesWhatDoesNotGoWithSwapsInPlace(String key, String value, String rule) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "tagging.models.file", "manifest.json",
                "tagging.models.swap", "in-place",
                "tagging.device.provider", "cuda"));
    assertThat(read(settings).models()).extracting(ModelsConfig::swap).isEqualTo(SwapMode.IN_PLACE);
    settings.put(key, value);

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(settings))
        .withMessage("%s %s where tagging.models.swap is in-place", key, rule);
  }

  @Test
  void refusesSeveralModelsForObjects() {
    Map<String, String> settings =
        Map.of(
            "tagging.models.also", "a=a.onnx",
            "tagging.source", "objects",
            "tagging.sink", "files",
            "tagging.objects.uris", "file:///photos",
            "tagging.files.path", "file:///results");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(settings))
        .withMessage("tagging.source must be kafka where tagging.models.also is set");
  }

  @Test
  void refusesATopicOfAModelThatTheJobHasForSomethingElse() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(
            () ->
                read(
                    Map.of(
                        "tagging.models.also", "bad=bad.onnx",
                        "tagging.kafka.rejects-topic", "image-tags-bad")))
        .withMessage(
            "tagging.models.also needs the topic image-tags-bad for one of its models, but the job"
                + " has it for something else");
  }

  @Test
  void travelsToTheCluster() throws Exception {
    TaggingConfig config = read(Map.of("tagging.device.ids", "0;1"));

    assertThat(InstantiationUtil.clone(config)).isEqualTo(config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tagging.mode | sometimes | must be one of stream, batch but was 'sometimes'",
        "tagging.model.file | ` ` | must be the path of a model but was ' '",
        "tagging.model.sha256 | 00ff | must be 64 hexadecimal digits but was '00ff'",
        "tagging.device.provider | tpu | must be one of auto, cpu, cuda, tensorrt but was 'tpu'",
        "tagging.device.ids | one | must be whole numbers such as 0;1 but was 'one'",
        "tagging.device.ids | 1;1 | must be GPU numbers from 0, each once, but was '[1, 1]'",
        "tagging.batch.max-images | 0 | must be at least 1 but was '0'",
        "tagging.batch.max-images | many | must be a whole number but was 'many'",
        "tagging.batch.max-delay | 5 apples | must be a duration such as 50 ms but was '5 apples'",
        "tagging.batch.max-delay | 999999999 d | must be a duration such as 50 ms but was '999999999 d'",
        "tagging.batch.max-delay | 0 ms | must be at least 1 ms but was '0 ms'",
        "tagging.batch.max-bytes | 0 | must be at least 1 byte but was '0'",
        "tagging.batch.target-latency | 0 ms | must be at least 1 ms but was '0 ms'",
        "tagging.tags.top-k | 0 | must be at least 1 but was '0'",
        "tagging.drift.window | 99 | must be at least 100 images, such as 10000, or at least 10 s,"
            + " such as 1 h, but was '99'",
        "tagging.drift.window | 5 s | must be at least 100 images, such as 10000, or at least 10 s,"
            + " such as 1 h, but was '5 s'",
        "tagging.drift.window | soon | must be at least 100 images, such as 10000, or at least 10"
            + " s, such as 1 h, but was 'soon'",
        "tagging.tags.min-score | 1.5 | must be from 0 to 1 but was '1.5'",
        "tagging.tags.min-score | NaN | must be from 0 to 1 but was 'NaN'",
        "tagging.limits.max-encoded-bytes | 0 | must be at least 1 byte but was '0'",
        "tagging.limits.max-encoded-bytes | big | must be a size such as 32 mb but was 'big'",
        "tagging.limits.max-pixels | 715827883 | must be from 1 to 715827882 but was '715827883'",
        "tagging.limits.max-side | -1 | must be at least 1 but was '-1'",
        "tagging.rebalance-images | maybe | must be true or false but was 'maybe'",
        "tagging.checkpoint.interval | 1 ms | must be at least 10 ms but was '1 ms'",
        "tagging.kafka.bootstrap-servers | `` | must be host:port,host:port,... but was ''",
        "tagging.kafka.images-topic | a b | must be 1 to 249 letters, digits, '.', '_' or '-' but"
            + " was 'a b'",
        "tagging.kafka.tags-topic | image-events |"
            + " must be another topic than the images' but was 'image-events'",
        "tagging.kafka.rejects-topic | image-tags |"
            + " must be another topic than the images' and the tags' but was 'image-tags'",
        "tagging.kafka.group-id | `` | must be a name but was ''",
        "tagging.kafka.transaction-timeout | 9 s |"
            + " must be longer than tagging.checkpoint.interval, 10000 ms, but was '9000 ms'",
        "tagging.kafka.transaction-timeout | 900 d | must be from 1 s to 24 d but was '77760000000"
            + " ms'",
      })
  void refusesWhatCannotBe(String key, String value, String complaint) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(Map.of(key, value)))
        .withMessage(key + " " + complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "tagging.batch.max-image, tagging.batch.max-images",
    "tagging.kafka.topic, tagging.kafka.tags-topic",
    "tagging.Mode, tagging.mode",
    "tagging.kafka.properties, tagging.kafka.properties.*",
  })
  void refusesUnknownKeysAndNamesTheNearest(String unknown, String nearest) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(Map.of(unknown, "x")))
        .withMessage("%s is not an option; did you mean %s?", unknown, nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "tagging.kafka.properties.bootstrap.servers, set tagging.kafka.bootstrap-servers",
    "tagging.kafka.consumer.properties.group.id, set tagging.kafka.group-id",
    "tagging.kafka.producer.properties.value.serializer, the job writes bytes",
  })
  void refusesClientPropertiesThatAreSetElsewhere(String key, String instead) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(Map.of(key, "x")))
        .withMessage("%s must not be set: %s", key, instead);
  }

  @ParameterizedTest
  @CsvSource({"tagging.model.file", "tagging.kafka.bootstrap-servers"})
  void namesWhatIsMissing(String key) {
    Configuration settings = Configuration.fromMap(required());
    settings.removeKey(key);

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> TaggingConfig.from(settings))
        .withMessage("%s must be set but is missing", key);
  }

  @Test
  void leavesOtherKeysToFlink() {
    assertThat(read(Map.of("taskmanager.numberOfTaskSlots", "4"))).isEqualTo(read(Map.of()));
  }

  private static TaggingConfig read(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(required());
    all.putAll(settings);
    return TaggingConfig.from(Configuration.fromMap(all));
  }

  private static Map<String, String> required() {
    return Map.of(
        "tagging.model.file", "/models/resnet50.onnx",
        "tagging.kafka.bootstrap-servers", "kafka-1:9092");
  }
}
