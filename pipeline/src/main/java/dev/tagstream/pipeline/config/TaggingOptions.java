package dev.tagstream.pipeline.config;

import static java.util.Objects.requireNonNull;
import static org.apache.flink.configuration.ConfigOptions.key;

import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.storm.StormLimits;
import dev.tagstream.pipeline.swap.SwapMode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * All options, with their defaults and their meaning. {@link TaggingConfig} reads and validates
 * them; {@code pipeline/OPTIONS.md} lists them.
 */
public final class TaggingOptions {

  /** The prefix of every key. */
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
                      + " starts, then end."));

  public static final ConfigOption<String> JOB_NAME =
      typed(
          OptionType.TEXT,
          key("tagging.job.name")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The name of the job in Flink and in its metrics, where it is the label"
                      + " job_name. Jobs on one cluster need different names, or dashboards and"
                      + " alerts cannot tell them apart. Unset: the group id."));

  public static final ConfigOption<String> MODEL_FILE =
      typed(
          OptionType.TEXT,
          key("tagging.model.file")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "Path of the model, an ONNX file that contains its contract. The machine that"
                      + " starts the job and every TaskManager need the same file at this path."));

  public static final ConfigOption<String> MODEL_SHA256 =
      typed(
          OptionType.TEXT,
          key("tagging.model.sha256")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The SHA-256 of the model file, 64 hexadecimal digits. The job refuses any"
                      + " other file. Unset: the job takes any file, but the same one on every"
                      + " TaskManager."));

  public static final ConfigOption<String> MODELS_TOPIC =
      typed(
          OptionType.TEXT,
          key("tagging.models.topic")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The compacted topic of the models' manifest, by which the running job switches"
                      + " models; the job's name is the key. 'tagstream models' writes it. Anyone"
                      + " who can write to it chooses the models. Unset: the job has one model."));

  public static final ConfigOption<String> MODELS_FILE =
      typed(
          OptionType.TEXT,
          key("tagging.models.file")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "Path of the models' manifest on the JobManager, instead of a topic. It need not"
                      + " exist yet. Unset: tagging.models.topic decides."));

  public static final ConfigOption<SwapMode> MODELS_SWAP =
      typed(
          OptionType.oneOf(SwapMode.class),
          key("tagging.models.swap")
              .enumType(SwapMode.class)
              .defaultValue(SwapMode.BESIDE)
              .withDescription(
                  "Where the next model is opened. beside opens and checks it while the running"
                      + " one tags. in-place is for devices without room for two: at the barrier,"
                      + " each slot closes its model, opens and checks the next one, and tags"
                      + " nothing meanwhile. Then there is no canary, no shadow and no"
                      + " tagging.rebalance-images, and tagging.device.provider is not auto."));

  public static final ConfigOption<List<String>> MODELS_FETCH_ALLOW =
      typed(
          OptionType.PLACES,
          key("tagging.models.fetch.allow")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "The places from which TaskManagers may fetch models that the manifest names by"
                      + " URI, each with everything below it, as for tagging.fetch.allow. Unset:"
                      + " the manifest names paths."));

  public static final ConfigOption<List<String>> MODELS_FETCH_PRIVATE_HOSTS =
      typed(
          OptionType.HOSTS,
          key("tagging.models.fetch.private-hosts")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "Hosts of tagging.models.fetch.allow that may have private addresses, as for"
                      + " tagging.fetch.private-hosts. Unset: none."));

  public static final ConfigOption<MemorySize> MODELS_FETCH_MAX_BYTES =
      typed(
          OptionType.MEMORY_SIZE,
          key("tagging.models.fetch.max-bytes")
              .memoryType()
              .defaultValue(MemorySize.parse("4 gb"))
              .withDescription("The largest model that a TaskManager fetches."));

  public static final ConfigOption<String> MODELS_FETCH_FOLDER =
      typed(
          OptionType.TEXT,
          key("tagging.models.fetch.folder")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The folder on each TaskManager that keeps fetched models, named by SHA-256. It is"
                      + " made with mode 700; nobody but its owner may be able to write to it."
                      + " Nothing deletes old models. Unset: refused where"
                      + " tagging.models.fetch.allow is set."));

  public static final ConfigOption<String> MODELS_ALSO =
      typed(
          OptionType.NAMED_PATHS,
          key("tagging.models.also")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "Further models that tag every image that is decoded, each with a name and the"
                      + " path of its file, as of tagging.model.file. The ImageTags of a model go"
                      + " to the topic of the tags, a hyphen and its name, such as"
                      + " image-tags-breeds. tagging.tags.* is for all models. Unset: the job has"
                      + " one model."));

  public static final ConfigOption<DeviceRequest.Choice> DEVICE_PROVIDER =
      typed(
          OptionType.oneOf(DeviceRequest.Choice.class),
          key("tagging.device.provider")
              .enumType(DeviceRequest.Choice.class)
              .defaultValue(DeviceRequest.Choice.AUTO)
              .withDescription(
                  "The execution provider that runs the model. auto uses CUDA if it loads,"
                      + " otherwise the CPU. With any other value, the job fails if the provider"
                      + " does not load."));

  public static final ConfigOption<List<Integer>> DEVICE_IDS =
      typed(
          OptionType.WHOLE_NUMBERS,
          key("tagging.device.ids")
              .intType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "The GPUs of a TaskManager to use. Its slots are spread over them. Unset: the"
                      + " GPUs that Flink's external resources provide, otherwise GPU 0."));

  public static final ConfigOption<Boolean> DEVICE_TF32 =
      typed(
          OptionType.SWITCH,
          key("tagging.device.tf32")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "Lets CUDA multiply the numbers of a float32 model in TF32. This is faster, but"
                      + " changes scores in their third digit. TensorRT may always use TF32."));

  public static final ConfigOption<Boolean> DEVICE_PINNED_MEMORY =
      typed(
          OptionType.SWITCH,
          key("tagging.device.pinned-memory")
              .booleanType()
              .defaultValue(true)
              .withDescription(
                  "Keeps batches for a GPU in memory that the driver has pinned, so that the GPU"
                      + " copies them itself. Each GPU pins three batches."));

  public static final ConfigOption<Map<String, String>> DEVICE_CUDA =
      typed(
          OptionType.PROPERTIES,
          key("tagging.device.cuda")
              .mapType()
              .defaultValue(Map.of())
              .withDescription(
                  "Options of ONNX Runtime's CUDA provider, by its own names, for example"
                      + " tagging.device.cuda.gpu_mem_limit=4294967296."));

  public static final ConfigOption<Boolean> DEVICE_TENSORRT_FLOAT16 =
      typed(
          OptionType.SWITCH,
          key("tagging.device.tensorrt-float16")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "Lets TensorRT compute a float32 model in float16, which changes scores"
                      + " slightly. For CUDA, export the model with --precision float16."));

  public static final ConfigOption<String> DEVICE_TENSORRT_CACHE =
      typed(
          OptionType.TEXT,
          key("tagging.device.tensorrt-cache")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "A folder on every TaskManager, not shared, in which TensorRT keeps its"
                      + " engines. Building them takes minutes. Unset: every start builds them."));

  public static final ConfigOption<DecodeMode> DECODE_MODE =
      typed(
          OptionType.oneOf(DecodeMode.class),
          key("tagging.decode.mode")
              .enumType(DecodeMode.class)
              .defaultValue(DecodeMode.EXACT)
              .withDescription(
                  "exact: pixels equal those of Pillow and torchvision. fast: less processor time;"
                      + " images are resized with coarser weights, and JPEGs of at least 2.5"
                      + " times the model's size are decoded at a half, a quarter or an eighth of"
                      + " their sides. Pixels then differ by 0.1 of 255 on average, those of such"
                      + " JPEGs by about 1, which can change the tag of an image that the model is"
                      + " unsure of. gpu: the GPU decodes and resizes baseline JPEGs, the CPU"
                      + " decodes all others exactly; needs nvJPEG and NVRTC of CUDA 12 or 13."));

  public static final ConfigOption<TruncatedImages> DECODE_TRUNCATED =
      typed(
          OptionType.oneOf(TruncatedImages.class),
          key("tagging.decode.truncated")
              .enumType(TruncatedImages.class)
              .defaultValue(TruncatedImages.REJECT)
              .withDescription(
                  "How to handle an image whose file is truncated. reject: the job rejects it as"
                      + " TRUNCATED_IMAGE. tag: the job tags a JPEG, PNG, GIF or BMP by the"
                      + " pixels that are there; missing pixels become grey, black or the first"
                      + " color of the palette, as in Pillow with LOAD_TRUNCATED_IMAGES, and the"
                      + " field truncated of the result describes them. A JPEG that lacks only"
                      + " its end marker or less than a row of blocks, and a PNG that lacks its"
                      + " end but no pixels, are tagged in both cases."));

  public static final ConfigOption<Integer> BATCH_MAX_IMAGES =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.batch.max-images")
              .intType()
              .defaultValue(16)
              .withDescription("The most images in a batch. A full batch goes to the model."));

  public static final ConfigOption<Integer> BATCH_MAX_PIXELS =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.batch.max-pixels")
              .intType()
              .defaultValue(4_000_000)
              .withDescription(
                  "For models that take images of any size: the most pixels in a batch. A"
                      + " larger image is rejected. The model's memory grows with this value."));

  public static final ConfigOption<MemorySize> BATCH_MAX_BYTES =
      typed(
          OptionType.MEMORY_SIZE,
          key("tagging.batch.max-bytes")
              .memoryType()
              .defaultValue(MemorySize.ofMebiBytes(256))
              .withDescription(
                  "The most bytes that wait in a slot: pixels, and the encoded images that results"
                      + " and rejects need. A batch goes to the model before it exceeds this."));

  public static final ConfigOption<Duration> BATCH_MAX_DELAY =
      typed(
          OptionType.DURATION,
          key("tagging.batch.max-delay")
              .durationType()
              .defaultValue(Duration.ofMillis(50))
              .withDescription(
                  "The longest time that the first image of a batch waits. Then the batch goes to"
                      + " the model, full or not."));

  public static final ConfigOption<Duration> BATCH_TARGET_LATENCY =
      typed(
          OptionType.DURATION,
          key("tagging.batch.target-latency")
              .durationType()
              .noDefaultValue()
              .withDescription(
                  "The target time from decoded to tagged. Batches become as large as the target"
                      + " allows, and small when images are few; tagging.batch.max-delay has no"
                      + " effect. A slot that cannot keep up makes batches of max-images. Unset:"
                      + " max-images and max-delay decide."));

  public static final ConfigOption<Integer> TAGS_TOP_K =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.tags.top-k")
              .intType()
              .noDefaultValue()
              .withDescription(
                  "The most tags in a result. Unset: the value in the model's contract."));

  public static final ConfigOption<Float> TAGS_MIN_SCORE =
      typed(
          OptionType.NUMBER,
          key("tagging.tags.min-score")
              .floatType()
              .noDefaultValue()
              .withDescription(
                  "The lowest score of a tag, 0 to 1. Results omit tags below it. Unset: the"
                      + " thresholds in the model's contract; without them 0.5 if its labels are"
                      + " independent (output.kind sigmoid), otherwise 0."));

  public static final ConfigOption<String> TAGS_THRESHOLDS =
      typed(
          OptionType.TEXT,
          key("tagging.tags.thresholds")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "A JSON file with the lowest score of some labels, such as {\"cat\": 0.35}. Only"
                      + " the machine that starts the job reads it. Unset: tagging.tags.min-score"
                      + " decides, as it does for all other labels."));

  public static final ConfigOption<Boolean> TAGS_EMBEDDING =
      typed(
          OptionType.SWITCH,
          key("tagging.tags.embedding")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "Adds the pooled features to each result. The model must provide them: export"
                      + " it with --outputs tags,embedding. A model that provides only them always"
                      + " adds them."));

  public static final ConfigOption<String> DRIFT_REFERENCE =
      typed(
          OptionType.TEXT,
          key("tagging.drift.reference")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "A file of 'tagstream drift set'. Each slot compares its tags with it and shows"
                      + " the result in the metrics driftPsi and driftConfidenceShift. Only the"
                      + " machine that starts the job reads it. The job refuses a reference of"
                      + " another model file. none: tags are compared with nothing. Unset: they are"
                      + " compared with the reference in tagging.model.file, if 'tagstream export"
                      + " --calibration' wrote one."));

  public static final ConfigOption<String> DRIFT_WINDOW =
      typed(
          OptionType.IMAGES_OR_DURATION,
          key("tagging.drift.window")
              .stringType()
              .defaultValue("10000")
              .withDescription(
                  "How much a slot compares at a time: a number of images, at least 100, or a"
                      + " duration, at least 10 s. The more labels a model has, the more images"
                      + " it takes to tell drift from chance; 'tagstream drift' shows what chance"
                      + " gives."));

  public static final ConfigOption<MemorySize> DUPLICATES_MAX_BYTES =
      typed(
          OptionType.MEMORY_SIZE,
          key("tagging.duplicates.max-bytes")
              .memoryType()
              .defaultValue(MemorySize.ZERO)
              .withDescription(
                  "Memory of each TaskManager, on the Java heap, in which its slots remember tags"
                      + " by the SHA-256 of the image. An image with the same bytes gets these tags"
                      + " without being decoded or run; its inferenceMicros is 0. About 600 bytes"
                      + " hold the 5 tags of an image. Set it only if many images repeat: it costs a"
                      + " copy of each image and its result. 0: off."));

  public static final ConfigOption<MemorySize> LIMITS_MAX_ENCODED_BYTES =
      typed(
          OptionType.MEMORY_SIZE,
          key("tagging.limits.max-encoded-bytes")
              .memoryType()
              .defaultValue(new MemorySize(LimitsConfig.USUAL_MAX_ENCODED_BYTES))
              .withDescription("The most bytes of an encoded image. Larger images are rejected."));

  public static final ConfigOption<Long> LIMITS_MAX_PIXELS =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.limits.max-pixels")
              .longType()
              .defaultValue(LimitsConfig.USUAL_MAX_PIXELS)
              .withDescription(
                  "The most pixels of an image, width times height. Larger images are rejected"
                      + " before they are decoded."));

  public static final ConfigOption<Integer> LIMITS_MAX_SIDE =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.limits.max-side")
              .intType()
              .defaultValue(LimitsConfig.USUAL_MAX_SIDE)
              .withDescription(
                  "The largest width or height of an image, in pixels. Larger images are rejected"
                      + " before they are decoded."));

  public static final ConfigOption<Duration> LIMITS_MAX_DECODE_TIME =
      typed(
          OptionType.DURATION,
          key("tagging.limits.max-decode-time")
              .durationType()
              .defaultValue(Duration.ofSeconds(30))
              .withDescription(
                  "The log names an image that takes longer to decode. After four times this"
                      + " duration the TaskManager's process exits, because native code cannot be"
                      + " interrupted. An image that does so twice is rejected."));

  public static final ConfigOption<String> JOURNAL_DIR =
      typed(
          OptionType.TEXT,
          key("tagging.journal.dir")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The folder in which TaskManagers record which image they are working on, so"
                      + " that an image that kills the process twice is rejected. It must survive"
                      + " the process; TaskManagers can share it. Unset: the TaskManager's system"
                      + " property tagstream.journal.dir, otherwise a folder in java.io.tmpdir."));

  public static final ConfigOption<MemorySize> REJECTS_MAX_VALUE_BYTES =
      typed(
          OptionType.MEMORY_SIZE,
          key("tagging.rejects.max-value-bytes")
              .memoryType()
              .defaultValue(MemorySize.parse("512 kb"))
              .withDescription(
                  "A reject carries the value of the rejected record, truncated to this length."));

  public static final ConfigOption<Float> REJECTS_STORM_SHARE =
      typed(
          OptionType.NUMBER,
          key("tagging.rejects.storm-share")
              .floatType()
              .defaultValue(0.5f)
              .withDescription(
                  "The share of rejected images, 0 to 1, above which one step of one slot has a"
                      + " reject storm."));

  public static final ConfigOption<Duration> REJECTS_STORM_WINDOW =
      typed(
          OptionType.DURATION,
          key("tagging.rejects.storm-window")
              .durationType()
              .defaultValue(Duration.ofMinutes(1))
              .withDescription(
                  "The time window over which a step counts its images for that share."));

  public static final ConfigOption<Integer> REJECTS_STORM_MIN_IMAGES =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.rejects.storm-min-images")
              .intType()
              .defaultValue(100)
              .withDescription("The fewest images in a window that can be a storm."));

  public static final ConfigOption<StormLimits.Answer> REJECTS_ON_STORM =
      typed(
          OptionType.oneOf(StormLimits.Answer.class),
          key("tagging.rejects.on-storm")
              .enumType(StormLimits.Answer.class)
              .defaultValue(StormLimits.Answer.LOG)
              .withDescription(
                  "log: a reject storm appears in the log and in the metric rejectStorm. stop:"
                      + " the job also fails for good, so that it does not drain a topic into the"
                      + " rejects."));

  public static final ConfigOption<List<String>> FETCH_ALLOW =
      typed(
          OptionType.PLACES,
          key("tagging.fetch.allow")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "The places from which the job may fetch images for events that name a URI, each"
                      + " with everything below it. https is for hosts with public addresses; the"
                      + " port is 443 unless the place names another. For s3 the job uses"
                      + " tagging.objects.s3-endpoint. Unset: the job rejects events that name a"
                      + " URI as URI_NOT_SUPPORTED."));

  public static final ConfigOption<List<String>> FETCH_PRIVATE_HOSTS =
      typed(
          OptionType.HOSTS,
          key("tagging.fetch.private-hosts")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "Hosts of tagging.fetch.allow that may have loopback, private, unique-local"
                      + " or shared addresses. The job uses http for these hosts only. Name a"
                      + " link-local address itself. Unset: none."));

  public static final ConfigOption<Integer> FETCH_MAX_IMAGES =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.fetch.max-images")
              .intType()
              .defaultValue(64)
              .withDescription(
                  "The most images in a slot that are being fetched, or wait for an earlier"
                      + " one. A slot fetches fewer while a server answers 429 or 503."));

  public static final ConfigOption<MemorySize> FETCH_MAX_BYTES =
      typed(
          OptionType.MEMORY_SIZE,
          key("tagging.fetch.max-bytes")
              .memoryType()
              .defaultValue(MemorySize.ofMebiBytes(64))
              .withDescription(
                  "The most bytes of these images in a slot; a single image may exceed it. An image"
                      + " above tagging.limits.max-encoded-bytes is rejected as URI_TOO_LARGE."));

  public static final ConfigOption<Integer> FETCH_MAX_TRIES =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.fetch.max-tries")
              .intType()
              .defaultValue(5)
              .withDescription(
                  "The number of attempts to fetch an image. After the last one fails, the"
                      + " image is rejected as URI_UNREACHABLE. Responses with 429 and 503 do not"
                      + " count: the job waits and retries."));

  public static final ConfigOption<Duration> FETCH_CONNECT_TIMEOUT =
      typed(
          OptionType.DURATION,
          key("tagging.fetch.connect-timeout")
              .durationType()
              .defaultValue(Duration.ofSeconds(5))
              .withDescription("The longest time until a server accepts a connection."));

  public static final ConfigOption<Duration> FETCH_FIRST_BYTE_TIMEOUT =
      typed(
          OptionType.DURATION,
          key("tagging.fetch.first-byte-timeout")
              .durationType()
              .defaultValue(Duration.ofSeconds(10))
              .withDescription(
                  "The longest time until the first byte of a response, and between two"
                      + " bytes."));

  public static final ConfigOption<Duration> FETCH_TOTAL_TIMEOUT =
      typed(
          OptionType.DURATION,
          key("tagging.fetch.total-timeout")
              .durationType()
              .defaultValue(Duration.ofSeconds(30))
              .withDescription(
                  "The longest time until the whole image has arrived, in one attempt,"
                      + " including redirects."));

  public static final ConfigOption<Duration> FETCH_DRAIN_TIMEOUT =
      typed(
          OptionType.DURATION,
          key("tagging.fetch.drain-timeout")
              .durationType()
              .defaultValue(Duration.ofSeconds(2))
              .withDescription(
                  "The longest time that a checkpoint waits for images that are being"
                      + " fetched. Images that have not arrived enter the state as URIs."));

  public static final ConfigOption<Boolean> REBALANCE_IMAGES =
      typed(
          OptionType.SWITCH,
          key("tagging.rebalance-images")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "Spreads the encoded images over all slots after reading. For topics with fewer"
                      + " partitions than the job has slots; costs a copy of each image."));

  public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
      typed(
          OptionType.DURATION,
          key("tagging.checkpoint.interval")
              .durationType()
              .defaultValue(Duration.ofSeconds(10))
              .withDescription(
                  "The time between checkpoints. With exactly-once delivery, results become"
                      + " visible at each checkpoint."));

  public static final ConfigOption<SourceKind> SOURCE =
      typed(
          OptionType.oneOf(SourceKind.class),
          key("tagging.source")
              .enumType(SourceKind.class)
              .defaultValue(SourceKind.KAFKA)
              .withDescription(
                  "The source of images. kafka: the images topic. objects: the objects of"
                      + " tagging.objects.uris, once; then the job ends. It needs no brokers."));

  public static final ConfigOption<SinkKind> SINK =
      typed(
          OptionType.oneOf(SinkKind.class),
          key("tagging.sink")
              .enumType(SinkKind.class)
              .defaultValue(SinkKind.KAFKA)
              .withDescription(
                  "The target of results. kafka: the topics of tags and rejects. files: the"
                      + " folder tagging.files.path. Images from topics need kafka, images from"
                      + " objects need files."));

  public static final ConfigOption<List<String>> OBJECTS_URIS =
      typed(
          OptionType.URIS,
          key("tagging.objects.uris")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "For tagging.source objects: images, .tar and .tar.gz archives, .parquet files,"
                      + " and folders or prefixes of them. Every TaskManager must reach them."
                      + " Unset: images come from Kafka."));

  public static final ConfigOption<String> OBJECTS_S3_ENDPOINT =
      typed(
          OptionType.TEXT,
          key("tagging.objects.s3-endpoint")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The URL of a store with S3's interface that is not Amazon S3, for example"
                      + " http://minio:9000. Credentials come from the environment, the profile or"
                      + " the role of each process, as for Amazon's clients. Unset: Amazon S3."));

  public static final ConfigOption<String> OBJECTS_S3_REGION =
      typed(
          OptionType.TEXT,
          key("tagging.objects.s3-region")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The region of S3, for example eu-central-1. Unset: that of the environment"
                      + " or the profile."));

  public static final ConfigOption<String> OBJECTS_IMAGE_COLUMN =
      typed(
          OptionType.TEXT,
          key("tagging.objects.image-column")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The column of Parquet files with the images: binary values, or structs"
                      + " with a field bytes. Unset: a column with a name such as image, otherwise"
                      + " the first one of such a type."));

  public static final ConfigOption<String> OBJECTS_ID_COLUMN =
      typed(
          OptionType.TEXT,
          key("tagging.objects.id-column")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The column of Parquet files with the images' names. Unset: a column with a"
                      + " name such as id or filename, otherwise the field path of the struct,"
                      + " otherwise the file and the row. All other columns of strings and numbers"
                      + " become attributes."));

  public static final ConfigOption<ObjectSelection> OBJECTS_SELECTION =
      typed(
          OptionType.oneOf(ObjectSelection.class),
          key("tagging.objects.selection")
              .enumType(ObjectSelection.class)
              .defaultValue(ObjectSelection.NEW)
              .withDescription(
                  "The objects to tag. new: those that no completed run into the same folder has"
                      + " read, by URI and by ETag or size and time of change; the folder _objects"
                      + " records these runs. all: all objects; the results of earlier runs"
                      + " stay."));

  public static final ConfigOption<Double> PACE_MAX_IMAGES_PER_SECOND =
      typed(
          OptionType.NUMBER,
          key("tagging.pace.max-images-per-second")
              .doubleType()
              .noDefaultValue()
              .withDescription(
                  "For objects: the most images that the job starts in a second, over all"
                      + " slots, to leave capacity for a more urgent job. Unset: no limit."));

  public static final ConfigOption<String> PACE_LIVE_GROUP_ID =
      typed(
          OptionType.TEXT,
          key("tagging.pace.live-group-id")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "For objects: the consumer group of a more urgent job, which reads"
                      + " tagging.kafka.images-topic. While it lags by more than"
                      + " tagging.pace.max-live-lag, the job starts no images. It needs"
                      + " tagging.kafka.bootstrap-servers. Unset: the job does not look at"
                      + " another."));

  public static final ConfigOption<Long> PACE_MAX_LIVE_LAG =
      typed(
          OptionType.WHOLE_NUMBER,
          key("tagging.pace.max-live-lag")
              .longType()
              .defaultValue(1000L)
              .withDescription(
                  "The largest lag of the more urgent job, in records, with which the job still"
                      + " starts images. The lag is that of committed offsets, so set it above the"
                      + " images that arrive between two checkpoints."));

  public static final ConfigOption<String> FILES_PATH =
      typed(
          OptionType.TEXT,
          key("tagging.files.path")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The folder for results, a path or a URI of a file system that Flink supports."
                      + " Its folder tags contains tags, its folder rejects contains rejects. Files"
                      + " become visible at checkpoints, each result once. When every"
                      + " result is in a file, the job writes _SUCCESS with the counts. One job at a"
                      + " time writes to a folder. Unset: results go to Kafka."));

  public static final ConfigOption<FileFormat> FILES_FORMAT =
      typed(
          OptionType.oneOf(FileFormat.class),
          key("tagging.files.format")
              .enumType(FileFormat.class)
              .defaultValue(FileFormat.JSONL)
              .withDescription(
                  "The format of result files. jsonl: one JSON object on each line. parquet:"
                      + " Parquet with the same fields."));

  public static final ConfigOption<String> KAFKA_BOOTSTRAP_SERVERS =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.bootstrap-servers")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The Kafka brokers to connect to first, for example kafka-1:9092,kafka-2:9092."));

  public static final ConfigOption<String> KAFKA_IMAGES_TOPIC =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.images-topic")
              .stringType()
              .defaultValue("image-events")
              .withDescription("The topic of ImageEvents that the job reads."));

  public static final ConfigOption<String> KAFKA_TAGS_TOPIC =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.tags-topic")
              .stringType()
              .defaultValue("image-tags")
              .withDescription("The topic of ImageTags that the job writes."));

  public static final ConfigOption<String> KAFKA_REJECTS_TOPIC =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.rejects-topic")
              .stringType()
              .defaultValue("image-rejects")
              .withDescription("The topic of RejectedImages that the job writes."));

  public static final ConfigOption<String> KAFKA_SHADOW_TOPIC =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.shadow-topic")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The topic of the ImageTags of a shadow, such as image-tags-shadow, for 'tagstream"
                      + " models shadow'. It has the framing of the tags topic. Only with"
                      + " tagging.models.topic or tagging.models.file. Unset: the job refuses a"
                      + " shadow."));

  public static final ConfigOption<String> KAFKA_GROUP_ID =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.group-id")
              .stringType()
              .defaultValue("tagstream")
              .withDescription(
                  "The consumer group. Its committed offsets show the job's progress."));

  public static final ConfigOption<StartFrom> KAFKA_START_FROM =
      typed(
          OptionType.oneOf(StartFrom.class),
          key("tagging.kafka.start-from")
              .enumType(StartFrom.class)
              .defaultValue(StartFrom.COMMITTED)
              .withDescription(
                  "The offsets to start from when there is no checkpoint. committed: the group's"
                      + " committed offsets, or the earliest record of a partition that has"
                      + " none."));

  public static final ConfigOption<List<String>> KAFKA_WRITER_SCHEMAS =
      typed(
          OptionType.PATHS,
          key("tagging.kafka.writer-schemas")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "Additional writer schemas of image events: .avsc files or folders of them, on"
                      + " the machine that starts the job. Unset: events of any schema that"
                      + " Tagstream has not released are rejected as UNKNOWN_SCHEMA."));

  public static final ConfigOption<EventKind> KAFKA_EVENTS =
      typed(
          OptionType.oneOf(EventKind.class),
          key("tagging.kafka.events")
              .enumType(EventKind.class)
              .defaultValue(EventKind.AVRO)
              .withDescription(
                  "The records on the images topic. avro: ImageEvents, or records of your own whose"
                      + " fields tagging.kafka.fields name. json: JSON objects with image, in"
                      + " base64, or uri, and id, eventTime and attributes, or with the fields that"
                      + " tagging.kafka.fields name. image: the value is the image, the key is its"
                      + " id. s3-notification: notifications of S3 or MinIO; bucket and key become"
                      + " the URI. An image without an id is named by its topic, partition and"
                      + " offset."));

  public static final ConfigOption<String> KAFKA_FIELDS_IMAGE =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.fields.image")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The field of your own record that contains the image, such as payload.image: of"
                      + " the type bytes in Avro, base64 in JSON. The job checks this when it"
                      + " starts, against the .avsc files of tagging.kafka.writer-schemas, or else"
                      + " against the latest schema of the subject TOPIC-value in the registry."
                      + " Unset: records contain no image."));

  public static final ConfigOption<String> KAFKA_FIELDS_URI =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.fields.uri")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The field that contains the URI of the image. Unset: records contain no URI."));

  public static final ConfigOption<String> KAFKA_FIELDS_ID =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.fields.id")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The field that contains the image's id: a string or a whole number. Unset: the"
                      + " record's key, and if it has none, its topic, partition and offset."));

  public static final ConfigOption<String> KAFKA_FIELDS_EVENT_TIME =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.fields.event-time")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The field that contains the time at which the image was taken: a timestamp of"
                      + " Avro, milliseconds since 1970, or text such as 2026-11-27T15:00:00Z."
                      + " Unset: the time is unknown."));

  public static final ConfigOption<List<String>> KAFKA_FIELDS_ATTRIBUTES =
      typed(
          OptionType.PATHS_OF_FIELDS,
          key("tagging.kafka.fields.attributes")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "The fields that results repeat as attributes: a map, whose keys become names, or"
                      + " single values, named by their paths. * stands for all single values and"
                      + " maps that have no other use. Unset: no attributes."));

  public static final ConfigOption<Framing> KAFKA_FRAMING_IMAGES =
      typed(
          OptionType.oneOf(Framing.class),
          key("tagging.kafka.framing.images")
              .enumType(Framing.class)
              .defaultValue(Framing.AUTO)
              .withDescription(
                  "The bytes before each Avro record on the images topic. single-object: C3 01 and"
                      + " the schema's fingerprint. confluent: 00 and the id in 4 bytes. apicurio:"
                      + " 00 and the id in 8 bytes, as of Apicurio 2. none: nothing; all records"
                      + " have the one schema of tagging.kafka.writer-schemas, or else the latest"
                      + " of the subject, or else of ImageEvent. auto: single-object or confluent,"
                      + " by the first byte of each record."));

  public static final ConfigOption<Framing> KAFKA_FRAMING_TAGS =
      typed(
          OptionType.oneOf(Framing.class),
          key("tagging.kafka.framing.tags")
              .enumType(Framing.class)
              .defaultValue(Framing.SINGLE_OBJECT)
              .withDescription(
                  "The bytes before each record on the tags topic; not auto. With confluent and"
                      + " apicurio, the job looks up the id of its schema under the subject"
                      + " TOPIC-value when it starts. The commands of tagstream read such topics"
                      + " with --config, the job's file."));

  public static final ConfigOption<Framing> KAFKA_FRAMING_REJECTS =
      typed(
          OptionType.oneOf(Framing.class),
          key("tagging.kafka.framing.rejects")
              .enumType(Framing.class)
              .defaultValue(Framing.SINGLE_OBJECT)
              .withDescription("The same for the rejects topic."));

  public static final ConfigOption<List<String>> KAFKA_REGISTRY_URLS =
      typed(
          OptionType.URLS,
          key("tagging.kafka.registry.urls")
              .stringType()
              .asList()
              .noDefaultValue()
              .withDescription(
                  "The schema registry: the URLs of its servers, tried in this order. For Apicurio,"
                      + " http://host:8080/apis/ccompat/v7. Unset: there is no registry."));

  public static final ConfigOption<String> KAFKA_REGISTRY_USERNAME =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.registry.username")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The user for basic authentication at the registry. Unset: no such"
                      + " authentication."));

  public static final ConfigOption<String> KAFKA_REGISTRY_PASSWORD =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.registry.password")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The password of this user, in a file only. Unset: no such authentication."));

  public static final ConfigOption<String> KAFKA_REGISTRY_TOKEN =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.registry.token")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The bearer token for the registry, in a file only. Unset: no token."));

  public static final ConfigOption<String> KAFKA_REGISTRY_KEYSTORE =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.registry.keystore")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "A PKCS #12 or JKS file with the job's own certificate for TLS at the registry,"
                      + " on every machine. Unset: no certificate."));

  public static final ConfigOption<String> KAFKA_REGISTRY_KEYSTORE_PASSWORD =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.registry.keystore-password")
              .stringType()
              .noDefaultValue()
              .withDescription("The password of this file, in a file only. Unset: no password."));

  public static final ConfigOption<String> KAFKA_REGISTRY_TRUSTSTORE =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.registry.truststore")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "A PKCS #12 or JKS file with the certificates that the job trusts at the"
                      + " registry, on every machine. Unset: those of Java."));

  public static final ConfigOption<String> KAFKA_REGISTRY_TRUSTSTORE_PASSWORD =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.registry.truststore-password")
              .stringType()
              .noDefaultValue()
              .withDescription("The password of this file, in a file only. Unset: no password."));

  public static final ConfigOption<Duration> KAFKA_REGISTRY_MAX_WAIT =
      typed(
          OptionType.DURATION,
          key("tagging.kafka.registry.max-wait")
              .durationType()
              .defaultValue(Duration.ofMinutes(1))
              .withDescription(
                  "How long the job repeats a request while no server of the registry answers, at"
                      + " most 5 min because a task that waits takes no checkpoint. Then the job"
                      + " fails; it rejects nothing. It keeps the schemas that it has seen in its"
                      + " state, so only an id that is new needs the registry."));

  public static final ConfigOption<Boolean> KAFKA_REGISTRY_REGISTER =
      typed(
          OptionType.SWITCH,
          key("tagging.kafka.registry.register")
              .booleanType()
              .defaultValue(false)
              .withDescription(
                  "Registers the schemas of tags and rejects when the job starts, if the registry"
                      + " does not have them. false: the job then does not start."));

  public static final ConfigOption<Delivery> KAFKA_DELIVERY =
      typed(
          OptionType.oneOf(Delivery.class),
          key("tagging.kafka.delivery")
              .enumType(Delivery.class)
              .defaultValue(Delivery.EXACTLY_ONCE)
              .withDescription(
                  "exactly-once: the job writes results in transactions, visible at each"
                      + " checkpoint to readers with isolation.level=read_committed. at-least-once:"
                      + " results are visible at once, and a failure can repeat some."));

  public static final ConfigOption<String> KAFKA_TRANSACTIONAL_ID_PREFIX =
      typed(
          OptionType.TEXT,
          key("tagging.kafka.transactional-id-prefix")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "The prefix of the job's transactional ids. A running job holds a lease on it,"
                      + " the group PREFIX-lease; a second start is refused while the lease is"
                      + " held. Unset: the group id."));

  public static final ConfigOption<Duration> KAFKA_TRANSACTION_TIMEOUT =
      typed(
          OptionType.DURATION,
          key("tagging.kafka.transaction-timeout")
              .durationType()
              .defaultValue(Duration.ofMinutes(10))
              .withDescription(
                  "Results are lost if the job is down for longer than this between write and"
                      + " commit. At most the broker's transaction.max.timeout.ms, 15 min by"
                      + " default. Longer than tagging.checkpoint.interval and Flink's"
                      + " execution.checkpointing.timeout together; unset, the latter is three"
                      + " quarters of what is left."));

  public static final ConfigOption<OnLoss> KAFKA_ON_LOST_RECORDS =
      typed(
          OptionType.oneOf(OnLoss.class),
          key("tagging.kafka.on-lost-records")
              .enumType(OnLoss.class)
              .defaultValue(OnLoss.FAIL)
              .withDescription(
                  "What to do when records were deleted from the images topic before the job read"
                      + " them. fail: the job fails and does not restart by itself. continue: the"
                      + " job logs it and resumes from the earliest record that is left."));

  public static final ConfigOption<OnLoss> KAFKA_ON_RECREATED_TOPIC =
      typed(
          OptionType.oneOf(OnLoss.class),
          key("tagging.kafka.on-recreated-topic")
              .enumType(OnLoss.class)
              .defaultValue(OnLoss.FAIL)
              .withDescription(
                  "What to do when the images topic was deleted and recreated since the state"
                      + " that the job resumes from. fail: the job fails and does not restart by"
                      + " itself. continue: the job logs it and reads the new topic from its"
                      + " earliest record."));

  public static final ConfigOption<OnLoss> KAFKA_ON_REPEATED_RECORDS =
      typed(
          OptionType.oneOf(OnLoss.class),
          key("tagging.kafka.on-repeated-records")
              .enumType(OnLoss.class)
              .defaultValue(OnLoss.FAIL)
              .withDescription(
                  "What to do when the job resumes from a state that is older than the offsets"
                      + " its group has committed, so that it would tag images again. fail: the"
                      + " job fails, reports how many, and does not restart by itself. continue:"
                      + " the job logs it and tags them again."));

  public static final ConfigOption<OnLoss> KAFKA_ON_LOST_RESULTS =
      typed(
          OptionType.oneOf(OnLoss.class),
          key("tagging.kafka.on-lost-results")
              .enumType(OnLoss.class)
              .defaultValue(OnLoss.FAIL)
              .withDescription(
                  "What to do when the broker has aborted a transaction with results, because the"
                      + " job was down for longer than the transaction timeout, or when another"
                      + " start of the job has used the same transactional id and Tagstream"
                      + " cannot tell whether the results were committed. fail: the job"
                      + " fails and does not restart by itself. continue: the job logs it and"
                      + " resumes without them."));

  public static final ConfigOption<Map<String, String>> KAFKA_PROPERTIES =
      typed(
          OptionType.PROPERTIES,
          key("tagging.kafka.properties")
              .mapType()
              .defaultValue(Map.of())
              .withDescription(
                  "Properties of all Kafka clients, for SASL and TLS. The rest of the key is the"
                      + " client's name of the property, for example"
                      + " tagging.kafka.properties.security.protocol=SASL_SSL."));

  public static final ConfigOption<Map<String, String>> KAFKA_CONSUMER_PROPERTIES =
      typed(
          OptionType.PROPERTIES,
          key("tagging.kafka.consumer.properties")
              .mapType()
              .defaultValue(Map.of())
              .withDescription(
                  "Properties of consumers only, for example max.partition.fetch.bytes."));

  public static final ConfigOption<Map<String, String>> KAFKA_PRODUCER_PROPERTIES =
      typed(
          OptionType.PROPERTIES,
          key("tagging.kafka.producer.properties")
              .mapType()
              .defaultValue(Map.of())
              .withDescription("Properties of producers only, for example compression.type."));

  private TaggingOptions() {}

  /** All options, in the order of this page. */
  public static Set<ConfigOption<?>> all() {
    return Collections.unmodifiableSet(TYPES.keySet());
  }

  /** The notation of an option's values. */
  public static OptionType typeOf(ConfigOption<?> option) {
    return requireNonNull(TYPES.get(option), option.key());
  }

  private static <T> ConfigOption<T> typed(OptionType type, ConfigOption<T> option) {
    TYPES.put(option, type);
    return option;
  }
}
