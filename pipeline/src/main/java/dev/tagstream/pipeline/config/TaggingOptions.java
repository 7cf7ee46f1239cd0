package dev.tagstream.pipeline.config;

import static java.util.Objects.requireNonNull;
import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * Everything that can be set, with its default and its meaning. {@link TaggingConfig} reads and
 * checks it; the README has the same as a table.
 */
public final class TaggingOptions {

  /** What every key begins with. */
  public static final String PREFIX = "tagging.";

  private static final Map<ConfigOption<?>, OptionType> TYPES = new LinkedHashMap<>();

  public static final ConfigOption<Mode> MODE =
      typed(
          OptionType.oneOf(Mode.class),
          key("tagging.mode")
              .enumType(Mode.class)
              .defaultValue(Mode.STREAM)
              .withDescription(
                  "stream: run until stopped. batch: tag what the images topic holds when the job"
                      + " begins, then end."));

  public static final ConfigOption<String> MODEL_FILE =
      typed(
          OptionType.TEXT,
          key("tagging.model.file")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "Path of the model, an ONNX file with its contract inside. The same file must lie"
                      + " there on the machine that starts the job and on every TaskManager."));

  public static final ConfigOption<String> MODEL_SHA256 =
      typed(
          OptionType.TEXT,
          key("tagging.model.sha256")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The SHA-256 that the model file must have, 64 hexadecimal digits; any other file"
                      + " is refused. Unset: any file is taken, but the same on every"
                      + " TaskManager."));

  public static final ConfigOption<Provider> DEVICE_PROVIDER =
      typed(
          OptionType.oneOf(Provider.class),
          key("tagging.device.provider")
              .enumType(Provider.class)
              .defaultValue(Provider.AUTO)
              .withDescription(
                  "What runs the model. auto takes CUDA where it loads and else the CPU; any other"
                      + " fails where it cannot load."));

  public static final ConfigOption<List<Integer>> DEVICE_IDS =
      typed(
          OptionType.WHOLE_NUMBERS,
          key("tagging.device.ids")
              .intType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "The GPUs of a TaskManager to use; its slots are spread over them. Unset: the"
                      + " GPUs that Flink's external resources give, else GPU 0."));

  public static final ConfigOption<Boolean> DEVICE_TF32 =
      typed(
          OptionType.SWITCH,
          key("tagging.device.tf32")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "A GPU may multiply a float32 model's numbers in TF32: faster, but scores change"
                      + " in their third digit. By CUDA only; TensorRT always may."));

  public static final ConfigOption<Boolean> DEVICE_PINNED_MEMORY =
      typed(
          OptionType.SWITCH,
          key("tagging.device.pinned-memory")
              .booleanType()
              .defaultValue(true)
              .withDescription(
                  "Batches wait for a GPU in memory that the driver has pinned, so that it copies"
                      + " them itself. Each GPU takes two batches of it, which are never swapped"
                      + " out."));

  public static final ConfigOption<Map<String, String>> DEVICE_CUDA =
      typed(
          OptionType.PROPERTIES,
          key("tagging.device.cuda")
              .mapType()
              .defaultValue(Map.of())
              .withDescription(
                  "Options of ONNX Runtime's CUDA provider, by its own names, as in"
                      + " tagging.device.cuda.gpu_mem_limit=4294967296."));

  public static final ConfigOption<Boolean> DEVICE_TENSORRT_FLOAT16 =
      typed(
          OptionType.SWITCH,
          key("tagging.device.tensorrt-float16")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "TensorRT may compute a float32 model in float16, which changes scores a little."
                      + " For CUDA export the model with --precision float16."));

  public static final ConfigOption<String> DEVICE_TENSORRT_CACHE =
      typed(
          OptionType.TEXT,
          key("tagging.device.tensorrt-cache")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "A folder on every TaskManager, for it alone to write to, where TensorRT keeps"
                      + " the engines that it builds, which takes minutes. Unset: they are built at"
                      + " each start."));

  public static final ConfigOption<DecodeMode> DECODE_MODE =
      typed(
          OptionType.oneOf(DecodeMode.class),
          key("tagging.decode.mode")
              .enumType(DecodeMode.class)
              .defaultValue(DecodeMode.EXACT)
              .withDescription(
                  "exact: pixels as Pillow and torchvision make them. fast, for less processor"
                      + " time: pictures are resized with coarser weights, and JPEGs of at least two"
                      + " and a half times the size that the model resizes to are decoded to a"
                      + " half, a quarter or an eighth of their sides before. Pixels differ by 0.1 of"
                      + " 255 on average, those of such JPEGs by about 1, which can change the tag"
                      + " of a picture that the model is unsure of. gpu: the GPU decodes and resizes"
                      + " baseline JPEGs, the CPU all others exactly; needs nvJPEG and NVRTC of CUDA"
                      + " 12 or 13."));

  public static final ConfigOption<Integer> BATCH_MAX_IMAGES =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.batch.max-images")
              .intType()
              .defaultValue(16)
              .withDescription("A batch goes to the model when it has this many images."));

  public static final ConfigOption<Integer> BATCH_MAX_PIXELS =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.batch.max-pixels")
              .intType()
              .defaultValue(4_000_000)
              .withDescription(
                  "For models that take pictures of any size: a batch goes to the model before it"
                      + " would have more pixels than this, and a picture that has more is"
                      + " rejected. The model's memory grows with it."));

  public static final ConfigOption<MemorySize> BATCH_MAX_BYTES =
      typed(
          OptionType.MEMORY_SIZE,
          key("tagging.batch.max-bytes")
              .memoryType()
              .defaultValue(MemorySize.ofMebiBytes(256))
              .withDescription(
                  "A batch goes to the model before more than this would wait in its slot: pixels,"
                      + " and for results and rejects the images as they were sent."));

  public static final ConfigOption<Duration> BATCH_MAX_DELAY =
      typed(
          OptionType.DURATION,
          key("tagging.batch.max-delay")
              .durationType()
              .defaultValue(Duration.ofMillis(50))
              .withDescription(
                  "A batch goes to the model when its first image has waited this long, full or"
                      + " not."));

  public static final ConfigOption<Duration> BATCH_TARGET_LATENCY =
      typed(
          OptionType.DURATION,
          key("tagging.batch.target-latency")
              .durationType()
              .noDefaultValue()
              .withDescription(
                  "How long an image may take from decoded to tagged. Batches are then as large as"
                      + " that allows, small when images are few; tagging.batch.max-delay does not"
                      + " count. A slot that cannot keep up makes batches of max-images. Unset:"
                      + " max-images and max-delay decide alone."));

  public static final ConfigOption<Integer> TAGS_TOP_K =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.tags.top-k")
              .intType()
              .noDefaultValue()
              .withDescription(
                  "The most tags a result has. Unset: what the model's contract says."));

  public static final ConfigOption<Float> TAGS_MIN_SCORE =
      typed(
          OptionType.NUMBER,
          key("tagging.tags.min-score")
              .floatType()
              .defaultValue(0f)
              .withDescription("Tags with a lower score are left out. 0 to 1."));

  public static final ConfigOption<Boolean> TAGS_EMBEDDING =
      typed(
          OptionType.SWITCH,
          key("tagging.tags.embedding")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "Results carry the pooled features that the tags were computed from. The model"
                      + " must give them: export it with --outputs tags,embedding."));

  public static final ConfigOption<MemorySize> LIMITS_MAX_ENCODED_BYTES =
      typed(
          OptionType.MEMORY_SIZE,
          key("tagging.limits.max-encoded-bytes")
              .memoryType()
              .defaultValue(MemorySize.ofMebiBytes(32))
              .withDescription("Larger images, as they were sent, are rejected."));

  public static final ConfigOption<Long> LIMITS_MAX_PIXELS =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.limits.max-pixels")
              .longType()
              .defaultValue(100_000_000L)
              .withDescription(
                  "Images of more pixels, width times height, are rejected before they are"
                      + " decoded."));

  public static final ConfigOption<Integer> LIMITS_MAX_SIDE =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.limits.max-side")
              .intType()
              .defaultValue(30_000)
              .withDescription(
                  "Images wider or higher than this many pixels are rejected before they are"
                      + " decoded."));

  public static final ConfigOption<Duration> LIMITS_MAX_DECODE_TIME =
      typed(
          OptionType.DURATION,
          key("tagging.limits.max-decode-time")
              .durationType()
              .defaultValue(Duration.ofSeconds(30))
              .withDescription(
                  "An image that is decoded for longer is named in the log. After four times that"
                      + " the TaskManager's process is ended, since native code cannot be"
                      + " interrupted; an image to which that happens twice is rejected."));

  public static final ConfigOption<String> JOURNAL_DIR =
      typed(
          OptionType.TEXT,
          key("tagging.journal.dir")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "Where TaskManagers note which image is in hand, so that one that kills the"
                      + " process is rejected when it has done so twice. Must outlive the process;"
                      + " TaskManagers may share it. Unset: what the TaskManager's system property"
                      + " tagstream.journal.dir names, else a folder in java.io.tmpdir."));

  public static final ConfigOption<MemorySize> REJECTS_MAX_VALUE_BYTES =
      typed(
          OptionType.MEMORY_SIZE,
          key("tagging.rejects.max-value-bytes")
              .memoryType()
              .defaultValue(MemorySize.parse("512 kb"))
              .withDescription(
                  "A reject carries the rejected record's value, cut at this length."));

  public static final ConfigOption<Float> REJECTS_STORM_SHARE =
      typed(
          OptionType.NUMBER,
          key("tagging.rejects.storm-share")
              .floatType()
              .defaultValue(0.5f)
              .withDescription(
                  "When a step of a slot rejects more than this share of its images, 0 to 1, in one"
                      + " window, that is a reject storm."));

  public static final ConfigOption<Duration> REJECTS_STORM_WINDOW =
      typed(
          OptionType.DURATION,
          key("tagging.rejects.storm-window")
              .durationType()
              .defaultValue(Duration.ofMinutes(1))
              .withDescription("How long images are counted together for that."));

  public static final ConfigOption<Integer> REJECTS_STORM_MIN_IMAGES =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.rejects.storm-min-images")
              .intType()
              .defaultValue(100)
              .withDescription("With fewer images in a window there is no storm."));

  public static final ConfigOption<OnStorm> REJECTS_ON_STORM =
      typed(
          OptionType.oneOf(OnStorm.class),
          key("tagging.rejects.on-storm")
              .enumType(OnStorm.class)
              .defaultValue(OnStorm.LOG)
              .withDescription(
                  "log: a reject storm is told in the log and by the metric rejectStorm. stop: the"
                      + " job fails for good as well, rather than emptying a topic into the"
                      + " rejects."));

  public static final ConfigOption<Boolean> REBALANCE_IMAGES =
      typed(
          OptionType.SWITCH,
          key("tagging.rebalance-images")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "Spread the still encoded images over all slots after reading. For topics with"
                      + " fewer partitions than the job has slots; costs a copy of each image."));

  public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
      typed(
          OptionType.DURATION,
          key("tagging.checkpoint.interval")
              .durationType()
              .defaultValue(Duration.ofSeconds(10))
              .withDescription(
                  "How often progress is saved. With exactly-once delivery results become visible"
                      + " this often."));

  public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.bootstrap-servers")
              .stringType()
              .noDefaultValue()
              .withDescription("Kafka brokers to begin with, such as kafka-1:9092,kafka-2:9092."));

  public static final ConfigOption<String> KAFKA_IMAGES_TOPIC =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.images-topic")
              .stringType()
              .defaultValue("image-events")
              .withDescription("The topic of ImageEvents to read."));

  public static final ConfigOption<String> KAFKA_TAGS_TOPIC =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.tags-topic")
              .stringType()
              .defaultValue("image-tags")
              .withDescription("The topic that ImageTags go to."));

  public static final ConfigOption<String> KAFKA_REJECTS_TOPIC =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.rejects-topic")
              .stringType()
              .defaultValue("image-rejects")
              .withDescription("The topic that RejectedImages go to."));

  public static final ConfigOption<String> KAFKA_GROUP_ID =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.group-id")
              .stringType()
              .defaultValue("tagstream")
              .withDescription("The consumer group whose offsets show the job's progress."));

  public static final ConfigOption<StartFrom> KAFKA_START_FROM =
      typed(
          OptionType.oneOf(StartFrom.class),
          key("tagging.kafka.start-from")
              .enumType(StartFrom.class)
              .defaultValue(StartFrom.COMMITTED)
              .withDescription(
                  "Where reading begins when there is no checkpoint. committed: where the group"
                      + " stopped, from the earliest record where it never was."));

  public static final ConfigOption<List<String>> KAFKA_WRITER_SCHEMAS =
      typed(
          OptionType.PATHS,
          key("tagging.kafka.writer-schemas")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "Further schemas that image events are written with, newer or older than this"
                      + " version's: .avsc files or folders of them, on the machine that starts the"
                      + " job. Unset: events of any other schema than this version's are rejected"
                      + " as UNKNOWN_SCHEMA."));

  public static final ConfigOption<Delivery> KAFKA_DELIVERY =
      typed(
          OptionType.oneOf(Delivery.class),
          key("tagging.kafka.delivery")
              .enumType(Delivery.class)
              .defaultValue(Delivery.EXACTLY_ONCE)
              .withDescription(
                  "exactly-once: results are written in transactions and visible to readers with"
                      + " isolation.level=read_committed at each checkpoint. at-least-once: results"
                      + " are visible at once; a failure may repeat some."));

  public static final ConfigOption<String> KAFKA_TRANSACTIONAL_ID_PREFIX =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.transactional-id-prefix")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "What the job's transactions are called; no two running jobs may share it. Unset:"
                      + " the group id."));

  public static final ConfigOption<Duration> KAFKA_TRANSACTION_TIMEOUT =
      typed(
          OptionType.DURATION,
          key("tagging.kafka.transaction-timeout")
              .durationType()
              .defaultValue(Duration.ofMinutes(10))
              .withDescription(
                  "Results are lost if the job is down for longer than this between writing and"
                      + " committing. At most the broker's transaction.max.timeout.ms, which is 15"
                      + " min by default."));

  public static final ConfigOption<OnLoss> KAFKA_ON_LOST_RECORDS =
      typed(
          OptionType.oneOf(OnLoss.class),
          key("tagging.kafka.on-lost-records")
              .enumType(OnLoss.class)
              .defaultValue(OnLoss.FAIL)
              .withDescription(
                  "When records were deleted from the images topic before they were tagged. fail:"
                      + " the job fails and does not restart by itself. continue: it says so and"
                      + " goes on with the earliest record that is left."));

  public static final ConfigOption<OnLoss> KAFKA_ON_LOST_RESULTS =
      typed(
          OptionType.oneOf(OnLoss.class),
          key("tagging.kafka.on-lost-results")
              .enumType(OnLoss.class)
              .defaultValue(OnLoss.FAIL)
              .withDescription(
                  "When the broker has aborted a transaction with results, because the job was down"
                      + " for longer than the transaction timeout, or when another start of the job"
                      + " came between and nothing tells. fail: the job fails and does not"
                      + " restart by itself. continue: it says so and goes on without them."));

  public static final ConfigOption<Map<String, String>> KAFKA_PROPERTIES =
      typed(
          OptionType.PROPERTIES,
          key("tagging.kafka.properties")
              .mapType()
              .defaultValue(Map.of())
              .withDescription(
                  "Properties for all Kafka clients, for SASL and TLS: the rest of the key is the"
                      + " client's name of it, as in"
                      + " tagging.kafka.properties.security.protocol=SASL_SSL."));

  public static final ConfigOption<Map<String, String>> KAFKA_CONSUMER_PROPERTIES =
      typed(
          OptionType.PROPERTIES,
          key("tagging.kafka.consumer.properties")
              .mapType()
              .defaultValue(Map.of())
              .withDescription(
                  "Properties for consumers only, such as max.partition.fetch.bytes."));

  public static final ConfigOption<Map<String, String>> KAFKA_PRODUCER_PROPERTIES =
      typed(
          OptionType.PROPERTIES,
          key("tagging.kafka.producer.properties")
              .mapType()
              .defaultValue(Map.of())
              .withDescription("Properties for producers only, such as compression.type."));

  private TaggingOptions() {}

  /** All options, in the order of this page. */
  public static Set<ConfigOption<?>> all() {
    return Collections.unmodifiableSet(TYPES.keySet());
  }

  /** How the values of one of these options are written. */
  public static OptionType typeOf(ConfigOption<?> option) {
    return requireNonNull(TYPES.get(option), option.key());
  }

  private static <T> ConfigOption<T> typed(OptionType type, ConfigOption<T> option) {
    TYPES.put(option, type);
    return option;
  }
}
