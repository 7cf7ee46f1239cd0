package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.operator.FetchSettings;
import dev.tagstream.pipeline.swap.SwapMode;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.jspecify.annotations.Nullable;

/**
 * The complete configuration of the job, read once from {@link TaggingOptions} and validated.
 *
 * @param jobName the name of the job in Flink and in its metrics
 * @param mode how much of the images topic the job tags
 * @param modelFile path of the model, on this machine and on every TaskManager
 * @param modelSha256 the required SHA-256 of the model file, in lower case; null for any
 * @param models the manifest by which the running job switches models; null if it never does
 * @param also the models that tag all images beside the main one; none in most jobs
 * @param device the device that runs the model
 * @param decodeMode how closely decoded images match those of the model's authors
 * @param truncated how to handle an image whose file is truncated
 * @param batch the limits of a batch
 * @param tags the content of a result
 * @param limits size limits
 * @param guards the guards that keep an image from stopping the job for ever
 * @param kafka the source and the targets of the job, unless it reads and writes objects
 * @param objects the objects; null if images come from Kafka
 * @param fetch how images are fetched from URIs; null if they are not
 * @param drift what tags are compared with; null for nothing
 * @param maxDuplicatesBytes the most memory of a TaskManager for the tags of images that may come
 *     again, in bytes; 0 to tag each image anew
 * @param rebalanceImages whether encoded images are spread over all slots after reading
 * @param checkpointInterval the time between checkpoints, at least 10 ms
 */
public record TaggingConfig(
    String jobName,
    Mode mode,
    String modelFile,
    @Nullable String modelSha256,
    @Nullable ModelsConfig models,
    List<AlsoConfig> also,
    DeviceConfig device,
    DecodeMode decodeMode,
    TruncatedImages truncated,
    BatchConfig batch,
    TagsConfig tags,
    LimitsConfig limits,
    GuardsConfig guards,
    KafkaConfig kafka,
    @Nullable ObjectsConfig objects,
    @Nullable FetchSettings fetch,
    @Nullable DriftConfig drift,
    long maxDuplicatesBytes,
    boolean rebalanceImages,
    Duration checkpointInterval)
    implements Serializable {

  /** One line that fits into a column of a table; metrics carry it in each series. */
  private static final Pattern JOB_NAME = Pattern.compile("(?=.*\\S)\\P{Cntrl}{1,200}");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** A placeholder; nobody connects to it. */
  private static final String NO_BROKER = "none:0";

  /**
   * With it, no model resizes an image to more pixels than fit into a buffer, so that an image that
   * one model can take is one that all can.
   */
  private static final int MAX_SIDE_OF_SEVERAL = 65_535;

  /** The lower limit of Flink itself. */
  private static final long MIN_CHECKPOINT_INTERVAL_MILLIS = 10;

  public TaggingConfig {
    if (!JOB_NAME.matcher(jobName).matches()) {
      throw mustBe(TaggingOptions.JOB_NAME, "a name of up to 200 characters in one line", jobName);
    }
    if (modelFile.isBlank()) {
      throw mustBe(TaggingOptions.MODEL_FILE, "the path of a model", modelFile);
    }
    if (modelSha256 != null && !SHA256.matcher(modelSha256).matches()) {
      throw mustBe(TaggingOptions.MODEL_SHA256, "64 hexadecimal digits", modelSha256);
    }
    if (models != null && maxDuplicatesBytes > 0) {
      throw new InvalidConfigException(
          "%s must be 0 where %s or %s is set: an answer belongs to one model"
              .formatted(
                  TaggingOptions.DUPLICATES_MAX_BYTES.key(),
                  TaggingOptions.MODELS_TOPIC.key(),
                  TaggingOptions.MODELS_FILE.key()));
    }
    if (models != null && mode == Mode.BATCH) {
      throw new InvalidConfigException(
          "%s and %s must be unset where %s is batch"
              .formatted(
                  TaggingOptions.MODELS_TOPIC.key(),
                  TaggingOptions.MODELS_FILE.key(),
                  TaggingOptions.MODE.key()));
    }
    if (models != null && objects != null) {
      throw new InvalidConfigException(
          "%s and %s must be unset where %s is objects"
              .formatted(
                  TaggingOptions.MODELS_TOPIC.key(),
                  TaggingOptions.MODELS_FILE.key(),
                  TaggingOptions.SOURCE.key()));
    }
    if (models != null && models.swap() == SwapMode.IN_PLACE) {
      requireForSwap(
          device.provider() != DeviceRequest.Choice.AUTO,
          "%s must not be auto",
          TaggingOptions.DEVICE_PROVIDER);
      requireForSwap(!rebalanceImages, "%s must be false", TaggingOptions.REBALANCE_IMAGES);
      requireForSwap(
          kafka.topics().shadow() == null, "%s must be unset", TaggingOptions.KAFKA_SHADOW_TOPIC);
    }
    if (models == null && kafka.topics().shadow() != null) {
      throw new InvalidConfigException(
          "%s must be unset where neither %s nor %s is set"
              .formatted(
                  TaggingOptions.KAFKA_SHADOW_TOPIC.key(),
                  TaggingOptions.MODELS_TOPIC.key(),
                  TaggingOptions.MODELS_FILE.key()));
    }
    also = List.copyOf(also);
    if (!also.isEmpty()) {
      requireForSeveral(
          models == null || models.topic() == null,
          "%s must be unset",
          TaggingOptions.MODELS_TOPIC);
      requireForSeveral(models == null, "%s must be unset", TaggingOptions.MODELS_FILE);
      requireForSeveral(
          maxDuplicatesBytes == 0, "%s must be 0", TaggingOptions.DUPLICATES_MAX_BYTES);
      requireForSeveral(objects == null, "%s must be kafka", TaggingOptions.SOURCE);
      requireForSeveral(
          limits.maxSide() <= MAX_SIDE_OF_SEVERAL,
          "%s must be at most " + MAX_SIDE_OF_SEVERAL,
          TaggingOptions.LIMITS_MAX_SIDE);
    }
    if (checkpointInterval.toMillis() < MIN_CHECKPOINT_INTERVAL_MILLIS) {
      throw mustBe(
          TaggingOptions.CHECKPOINT_INTERVAL,
          "at least " + MIN_CHECKPOINT_INTERVAL_MILLIS + " ms",
          checkpointInterval.toMillis() + " ms");
    }
    if (kafka.format().events() == EventKind.S3_NOTIFICATION && fetch == null) {
      throw new InvalidConfigException(
          "%s must be set where %s is s3-notification"
              .formatted(TaggingOptions.FETCH_ALLOW.key(), TaggingOptions.KAFKA_EVENTS.key()));
    }
    Duration transactionTimeout = kafka.writing().transactionTimeout();
    if (kafka.writing().delivery() == Delivery.EXACTLY_ONCE
        && transactionTimeout.compareTo(checkpointInterval) <= 0) {
      throw mustBe(
          TaggingOptions.KAFKA_TRANSACTION_TIMEOUT,
          "longer than %s, %d ms,"
              .formatted(TaggingOptions.CHECKPOINT_INTERVAL.key(), checkpointInterval.toMillis()),
          transactionTimeout.toMillis() + " ms");
    }
  }

  private static void requireForSwap(boolean isSo, String rule, ConfigOption<?> option) {
    if (!isSo) {
      throw new InvalidConfigException(
          rule.formatted(option.key())
              + " where %s is %s".formatted(TaggingOptions.MODELS_SWAP.key(), SwapMode.IN_PLACE));
    }
  }

  private static void requireForSeveral(boolean isSo, String rule, ConfigOption<?> option) {
    if (!isSo) {
      throw new InvalidConfigException(
          rule.formatted(option.key())
              + " where %s is set".formatted(TaggingOptions.MODELS_ALSO.key()));
    }
  }

  /**
   * Reads and validates all options.
   *
   * @throws InvalidConfigException if an option is missing, unknown or invalid
   */
  public static TaggingConfig from(ReadableConfig settings) {
    OptionReader options = new OptionReader(settings);
    options.refuseUnknownKeys();
    boolean isOfObjects = options.read(TaggingOptions.SOURCE) == SourceKind.OBJECTS;
    if (!isOfObjects && options.read(TaggingOptions.SINK) != SinkKind.KAFKA) {
      throw mustBe(
          TaggingOptions.SINK,
          "kafka where %s is kafka".formatted(TaggingOptions.SOURCE.key()),
          SinkKind.FILES);
    }
    boolean needsBrokers =
        !isOfObjects || options.find(TaggingOptions.PACE_LIVE_GROUP_ID).isPresent();
    KafkaConfig kafka = KafkaConfig.read(needsBrokers ? options : withoutBrokers(settings));
    return new TaggingConfig(
        options.find(TaggingOptions.JOB_NAME).orElse(kafka.reading().groupId()),
        options.read(TaggingOptions.MODE),
        options.read(TaggingOptions.MODEL_FILE),
        options
            .find(TaggingOptions.MODEL_SHA256)
            .map(sha256 -> sha256.toLowerCase(Locale.ROOT))
            .orElse(null),
        ModelsConfig.read(options),
        AlsoConfig.read(options),
        DeviceConfig.read(options),
        options.read(TaggingOptions.DECODE_MODE),
        options.read(TaggingOptions.DECODE_TRUNCATED),
        BatchConfig.read(options),
        TagsConfig.read(options),
        LimitsConfig.read(options),
        GuardsConfig.read(options),
        kafka,
        isOfObjects ? ObjectsConfig.read(options) : null,
        FetchOptions.read(options),
        DriftConfig.read(options),
        options.read(TaggingOptions.DUPLICATES_MAX_BYTES).getBytes(),
        options.read(TaggingOptions.REBALANCE_IMAGES),
        options.read(TaggingOptions.CHECKPOINT_INTERVAL));
  }

  /**
   * Reads and validates the options of a job that tags streams of its own, without topics and
   * brokers.
   *
   * @param settings such as {@code tagging.model.file}
   * @throws InvalidConfigException if an option is missing, unknown or invalid
   */
  public static TaggingConfig withoutTopics(Map<String, String> settings) {
    return from(addNoBroker(settings));
  }

  private static OptionReader withoutBrokers(ReadableConfig settings) {
    return new OptionReader(addNoBroker(settings.toMap()));
  }

  private static Configuration addNoBroker(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent(TaggingOptions.KAFKA_BOOTSTRAP_SERVERS.key(), NO_BROKER);
    return Configuration.fromMap(all);
  }
}
