package dev.tagstream.sql.model;

import static org.apache.flink.configuration.ConfigOptions.key;

import dev.tagstream.pipeline.config.TaggingOptions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of a model in {@code WITH}. Most are options of the job without {@code tagging.},
 * which reads and checks them.
 */
final class OnnxModelOptions {

  /** What happens to the row of an image that cannot be tagged. */
  enum OnBadImage {
    /** It gets no tags, and the reason in the column {@code reject}. */
    REJECT,
    /** The job fails. */
    FAIL
  }

  static final ConfigOption<String> FILE =
      key("model.file")
          .stringType()
          .noDefaultValue()
          .withDescription("The model; the same file on this machine and every TaskManager.");

  static final ConfigOption<OnBadImage> ON_BAD_IMAGE =
      key("on-bad-image")
          .enumType(OnBadImage.class)
          .defaultValue(OnBadImage.REJECT)
          .withDescription("reject: the column reject says why. fail: the job fails.");

  static final ConfigOption<MemorySize> ASYNC_MAX_BYTES =
      key("async.max-bytes")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(64))
          .withDescription(
              "The most bytes of images in flight in a parallel instance, which a checkpoint"
                  + " contains. A larger image is in flight alone.");

  /** The provider has a shorter name here, since it is all that most people set. */
  private static final Map<String, ConfigOption<?>> RENAMED =
      Map.of("device", TaggingOptions.DEVICE_PROVIDER);

  private static final List<ConfigOption<?>> OF_THE_JOB =
      List.of(
          TaggingOptions.MODEL_FILE,
          TaggingOptions.MODEL_SHA256,
          TaggingOptions.DEVICE_IDS,
          TaggingOptions.DEVICE_TF32,
          TaggingOptions.DEVICE_PINNED_MEMORY,
          TaggingOptions.DEVICE_CUDA,
          TaggingOptions.DEVICE_TENSORRT_FLOAT16,
          TaggingOptions.DEVICE_TENSORRT_CACHE,
          TaggingOptions.DECODE_MODE,
          TaggingOptions.DECODE_TRUNCATED,
          TaggingOptions.BATCH_MAX_IMAGES,
          TaggingOptions.BATCH_MAX_PIXELS,
          TaggingOptions.BATCH_MAX_BYTES,
          TaggingOptions.BATCH_MAX_DELAY,
          TaggingOptions.TAGS_TOP_K,
          TaggingOptions.TAGS_MIN_SCORE,
          TaggingOptions.TAGS_THRESHOLDS,
          TaggingOptions.LIMITS_MAX_ENCODED_BYTES,
          TaggingOptions.LIMITS_MAX_PIXELS,
          TaggingOptions.LIMITS_MAX_SIDE,
          TaggingOptions.LIMITS_MAX_DECODE_TIME,
          TaggingOptions.JOURNAL_DIR);

  /** Keys here and of the job. */
  private static final Map<String, String> KEYS = keys();

  private OnnxModelOptions() {}

  private static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    RENAMED.forEach((name, option) -> keys.put(name, option.key()));
    OF_THE_JOB.forEach(
        option -> keys.put(option.key().substring(TaggingOptions.PREFIX.length()), option.key()));
    return keys;
  }

  /** All options but the file. */
  static Set<ConfigOption<?>> optional() {
    Set<ConfigOption<?>> options = new LinkedHashSet<>();
    for (String name : KEYS.keySet()) {
      if (!name.equals(FILE.key())) {
        options.add(key(name).stringType().noDefaultValue());
      }
    }
    options.add(ON_BAD_IMAGE);
    options.add(ASYNC_MAX_BYTES);
    return options;
  }

  /**
   * The options of the job that a model's options stand for.
   *
   * @param model its name, which names the folder of the guard against crashes
   * @param row what it puts out
   */
  static Map<String, String> ofJob(String model, Map<String, String> options, OutputRow row) {
    Map<String, String> settings = new HashMap<>();
    KEYS.forEach(
        (name, jobKey) -> {
          String value = options.get(name);
          if (value != null) {
            settings.put(jobKey, value);
          }
        });
    settings.put(TaggingOptions.TAGS_EMBEDDING.key(), Boolean.toString(row.hasEmbedding()));
    settings.put(TaggingOptions.KAFKA_GROUP_ID.key(), "sql-" + model);
    return settings;
  }

  /** A message about options of the job, with the names that they have here. */
  static String inWordsOfSql(String message) {
    List<Map.Entry<String, String>> longestFirst =
        KEYS.entrySet().stream()
            .sorted(Comparator.comparing(entry -> -entry.getValue().length()))
            .toList();
    String translated =
        message.replace(
            TaggingOptions.TAGS_EMBEDDING.key() + " must be false",
            "there can be no column embedding");
    for (Map.Entry<String, String> key : longestFirst) {
      translated = translated.replace(key.getValue(), "'" + key.getKey() + "'");
    }
    return translated;
  }
}
