package dev.tagstream.pipeline;

import dev.tagstream.pipeline.batch.BatchBuffer;
import dev.tagstream.pipeline.batch.BatchLadder;
import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.batch.FixedPace;
import dev.tagstream.pipeline.batch.LatencyPace;
import dev.tagstream.pipeline.batch.PaceFactory;
import dev.tagstream.pipeline.config.BatchConfig;
import dev.tagstream.pipeline.config.DeviceConfig;
import dev.tagstream.pipeline.config.DriftConfig;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.LimitsConfig;
import dev.tagstream.pipeline.config.ModelsConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.config.TagsConfig;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.DriftSettings;
import dev.tagstream.pipeline.duplicate.Recipe;
import dev.tagstream.pipeline.duplicate.SharedTags;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.JpegPlanner;
import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.kafka.ReadImageEvents;
import dev.tagstream.pipeline.kafka.UriEvents;
import dev.tagstream.pipeline.kafka.event.EventFormat;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.objects.ReadObjects;
import dev.tagstream.pipeline.operator.DecodeBatches;
import dev.tagstream.pipeline.operator.DecodeGuards;
import dev.tagstream.pipeline.operator.DecodeImages;
import dev.tagstream.pipeline.operator.DecoderFactory;
import dev.tagstream.pipeline.operator.EmitTags;
import dev.tagstream.pipeline.operator.FormBatches;
import dev.tagstream.pipeline.operator.GpuDecoderFactory;
import dev.tagstream.pipeline.operator.GpuShare;
import dev.tagstream.pipeline.operator.ImageTaggerFactory;
import dev.tagstream.pipeline.operator.ModelLoader;
import dev.tagstream.pipeline.operator.NormalizeImages;
import dev.tagstream.pipeline.operator.TagImages;
import dev.tagstream.pipeline.operator.TagSelection;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.rollout.ManifestSource;
import dev.tagstream.pipeline.rollout.ModelPreparation;
import dev.tagstream.pipeline.rollout.StampEpochsFactory;
import dev.tagstream.pipeline.storm.StormLimits;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.InvalidContractException;
import dev.tagstream.schemas.model.LabelThresholds;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * Creates the steps that depend on the configuration and on the model.
 *
 * @param config of the job
 * @param model the contract in the model file
 */
record Steps(TaggingConfig config, ModelContract model) {

  private static final String DECODE_IMAGES = "decode-images";

  /** Reads the model's contract, once for the whole job. */
  static Steps of(TaggingConfig config) {
    Path file = Path.of(config.modelFile());
    if (config.modelSha256() != null) {
      ModelFile.requireSha256(file, config.modelSha256());
    }
    return new Steps(config, ModelFile.read(file));
  }

  ReadImageEvents readImageEvents() throws InterruptedException {
    return new ReadImageEvents(
        EventFormat.of(config.kafka()),
        storm(),
        config.fetch() == null ? UriEvents.REJECTED : UriEvents.HANDED_ON,
        config.mode());
  }

  ReadObjects readObjects() {
    return new ReadObjects(storm());
  }

  /** Decodes one image at a time on the CPU, or many on a GPU. */
  SingleOutputStreamOperator<DecodedImage> decodeImages(DataStream<EncodedImage> encoded) {
    return switch (config.decodeMode()) {
      case EXACT -> encoded.process(decodeOnCpu(ImageDecoder.Mode.EXACT)).name(DECODE_IMAGES);
      case FAST -> encoded.process(decodeOnCpu(ImageDecoder.Mode.FAST)).name(DECODE_IMAGES);
      case GPU ->
          encoded.transform(DECODE_IMAGES, TypeInformation.of(DecodedImage.class), decodeOnGpu());
    };
  }

  private DecodeImages decodeOnCpu(ImageDecoder.Mode mode) {
    return new DecodeImages(decoders(mode), decodeGuards());
  }

  private DecoderFactory decoders(ImageDecoder.Mode mode) {
    Preprocessing preprocessing = model.preprocessing();
    ImageLimits limits = imageLimits();
    TruncatedImages truncated = config.truncated();
    return () -> new ImageDecoder(preprocessing, limits, mode, truncated);
  }

  private DecodeBatches decodeOnGpu() {
    Preprocessing preprocessing = model.preprocessing();
    if (model.input().takesAnySize() || !JpegPlanner.canPlan(preprocessing)) {
      throw new InvalidConfigException(
          "%s cannot be gpu for %s: its images must all become one size by a filter other than nearest and without letterbox; choose exact"
              .formatted(TaggingOptions.DECODE_MODE.key(), config.modelFile()));
    }
    BatchConfig batch = config.batch();
    return new DecodeBatches(
        new GpuDecoderFactory(gpuShare(), preprocessing, imageLimits(), config.truncated()),
        decodeGuards(),
        new BatchLimits(maxImages(), model.input().rowBytes() * maxImages(), batch.maxBytes()),
        batch.maxDelay());
  }

  private DecodeGuards decodeGuards() {
    return new DecodeGuards(journals(), config.guards().maxDecodeTime(), storm());
  }

  /** The cache of the tags of images that may come again; null if each image is tagged anew. */
  @Nullable SharedTags duplicates() {
    if (config.maxDuplicatesBytes() == 0) {
      return null;
    }
    return new SharedTags(
        new Recipe(
            List.of(
                model.sha256(),
                config.decodeMode(),
                config.truncated(),
                config.limits(),
                config.batch().maxPixels(),
                selections().of(model),
                config.device())),
        config.maxDuplicatesBytes());
  }

  EmitTags emitTags() {
    return new EmitTags(storm(), drift());
  }

  /** Null if tags are compared with nothing. */
  @Nullable DriftSettings drift() {
    DriftConfig drift = config.drift();
    if (drift == null) {
      return null;
    }
    String file = drift.reference();
    DriftReference reference =
        file == null
            ? DriftReference.of(model.description(), model.sha256())
            : driftReference(file);
    return reference == null ? null : new DriftSettings(reference, drift.window());
  }

  private DriftReference driftReference(String file) {
    DriftReference reference;
    try {
      reference = DriftReference.read(Path.of(file));
    } catch (InvalidContractException e) {
      throw new InvalidConfigException(TaggingOptions.DRIFT_REFERENCE.key() + ": " + e.line());
    }
    if (!reference.modelSha256().equals(model.sha256())) {
      throw new InvalidConfigException(
          "%s: %s is of the model %s with SHA-256 %s, but %s has SHA-256 %s; take a reference from results of this model"
              .formatted(
                  TaggingOptions.DRIFT_REFERENCE.key(),
                  file,
                  reference.model(),
                  reference.modelSha256(),
                  config.modelFile(),
                  model.sha256()));
    }
    return reference;
  }

  private StormLimits storm() {
    return config.guards().storm();
  }

  private JournalFolder journals() {
    return new JournalFolder(
        config.guards().journalFolder(),
        config.kafka().reading().groupId() + "-" + config.kafka().topics().images());
  }

  private ImageLimits imageLimits() {
    LimitsConfig limits = config.limits();
    if (!model.input().takesAnySize()) {
      return new ImageLimits(limits.maxEncodedBytes(), limits.maxPixels(), limits.maxSide());
    }
    boolean unscaled = model.preprocessing().resize().rule() == Resize.Rule.NONE;
    return new ImageLimits(
        limits.maxEncodedBytes(),
        limits.maxPixels(),
        unscaled ? Math.min(limits.maxSide(), InputSpec.MAX_SIDE) : limits.maxSide(),
        config.batch().maxPixels());
  }

  NormalizeImages normalizeImages() {
    return new NormalizeImages(model);
  }

  FormBatches formBatches() {
    BatchLimits limits = batchLimits();
    return new FormBatches(limits, pace(limits.maxImages()));
  }

  private BatchLimits batchLimits() {
    BatchConfig batch = config.batch();
    int images = maxImages();
    int maxRowBytes =
        model.input().takesAnySize()
            ? batch.maxPixels() * model.input().bytesPerPixel()
            : images * model.input().rowBytes();
    return new BatchLimits(images, maxRowBytes, batch.maxBytes());
  }

  private PaceFactory pace(int maxImages) {
    Duration maxDelay = config.batch().maxDelay();
    Duration target = config.batch().targetLatency();
    if (target == null) {
      return () -> new FixedPace(maxImages, maxDelay);
    }
    int fixedBatch = model.fixedBatch();
    BatchLadder ladder =
        fixedBatch > 0 ? BatchLadder.fixed(fixedBatch) : BatchLadder.upTo(maxImages);
    return () -> new LatencyPace(ladder, target);
  }

  /** The most images that a batch can have. */
  private int maxImages() {
    BatchConfig batch = config.batch();
    if (model.input().takesAnySize()) {
      return batch.maxImages();
    }
    int rowBytes = model.input().rowBytes();
    if (batch.maxImages() > BatchBuffer.mostImages(rowBytes)) {
      throw new InvalidConfigException(
          "%s must be at most %d for images of %d bytes but was '%d'"
              .formatted(
                  TaggingOptions.BATCH_MAX_IMAGES.key(),
                  BatchBuffer.mostImages(rowBytes),
                  rowBytes,
                  batch.maxImages()));
    }
    return (int) Math.max(1, Math.min(batch.maxImages(), batch.maxBytes() / rowBytes));
  }

  TagImages tagImages() {
    return new TagImages(modelLoader(), selections(), journals());
  }

  /** Stamps records with the epoch of the job's models, which {@code manifest} names. */
  StampEpochsFactory stampEpochs(ManifestSource manifest) {
    return new StampEpochsFactory(
        manifest,
        new ModelPreparation(
            modelLoader(),
            selections(),
            config.kafka().topics().shadow() == null
                ? ModelPreparation.Shadows.REFUSED
                : ModelPreparation.Shadows.WRITTEN));
  }

  private ModelLoader modelLoader() {
    ModelsConfig models = config.models();
    return new ModelLoader(
        config.modelFile(),
        model.sha256(),
        gpuShare(),
        maxImages(),
        place(),
        models == null ? null : models.fetching());
  }

  private ModelLoader.Place place() {
    return config.models() == null ? ModelLoader.Place.ONLY : ModelLoader.Place.FIRST;
  }

  /** All steps from an encoded image to its outcome in one object. */
  ImageTaggerFactory imageTagger() {
    return new ImageTaggerFactory(
        model,
        switch (config.decodeMode()) {
          case EXACT -> decoders(ImageDecoder.Mode.EXACT);
          case FAST -> decoders(ImageDecoder.Mode.FAST);
          case GPU ->
              throw new InvalidConfigException(
                  "%s must be exact or fast outside the job but was 'gpu'"
                      .formatted(TaggingOptions.DECODE_MODE.key()));
        },
        decodeGuards(),
        modelLoader(),
        selections().of(model),
        batchLimits());
  }

  private GpuShare gpuShare() {
    DeviceConfig device = config.device();
    return new GpuShare(device.provider(), device.ids(), device.gpu());
  }

  /** The content of a result, for the job's model and for each that replaces it. */
  private TagSelection.Rule selections() {
    TagsConfig tags = config.tags();
    LabelThresholds thresholds = labelThresholds(tags);
    ModelContract first = model;
    TagSelection selection = selection(tags, thresholds, first, config.modelFile());
    return contract -> {
      if (contract.sha256().equals(first.sha256())) {
        return selection;
      }
      requireSamePixels(contract, first);
      try {
        return selection(tags, thresholds, contract, contract.name());
      } catch (InvalidConfigException unfit) {
        throw new UnusableModelException(String.valueOf(unfit.getMessage()), unfit);
      }
    };
  }

  /** The steps before the model are made for the one that the job was started with. */
  private static void requireSamePixels(ModelContract other, ModelContract first) {
    if (!other.takesSamePixelsAs(first)) {
      throw new UnusableModelException(
          "%s (SHA-256 %s) takes other pixels than the model that the job was started with, %s; start a job with it"
              .formatted(other.name(), other.sha256(), first.name()));
    }
  }

  /**
   * The content of a result of a model.
   *
   * @param place of the model, for people
   */
  private static TagSelection selection(
      TagsConfig tags, @Nullable LabelThresholds labels, ModelContract model, String place) {
    if (tags.embedding() && model.embedding() == null) {
      throw new InvalidConfigException(
          "%s must be false for %s, which has no embedding; export it with --outputs tags,embedding"
              .formatted(TaggingOptions.TAGS_EMBEDDING.key(), place));
    }
    Integer topK = tags.topK();
    return new TagSelection(
        Math.max(1, topK == null ? model.output().topK() : topK),
        thresholds(tags, labels, model),
        tags.embedding() || !model.output().givesTags()
            ? Parts.SCORES_AND_EMBEDDINGS
            : Parts.SCORES);
  }

  /** One threshold for each class; empty if only the model decides. */
  private static List<Double> thresholds(
      TagsConfig tags, @Nullable LabelThresholds labels, ModelContract model) {
    Float minScore = tags.minScore();
    OutputSpec output = model.output();
    if (minScore != null) {
      output = output.with(Collections.nCopies(output.classes(), minScore.doubleValue()));
    }
    if (labels == null) {
      return minScore == null ? List.of() : output.thresholds();
    }
    try {
      return labels.over(output, model.labels());
    } catch (InvalidContractException e) {
      throw unusable(e);
    }
  }

  /** Read here, because TaskManagers do not have the file; null if there is none. */
  private static @Nullable LabelThresholds labelThresholds(TagsConfig tags) {
    String file = tags.thresholds();
    try {
      return file == null ? null : LabelThresholds.read(Path.of(file));
    } catch (InvalidContractException e) {
      throw unusable(e);
    }
  }

  private static InvalidConfigException unusable(InvalidContractException thresholds) {
    return new InvalidConfigException(
        TaggingOptions.TAGS_THRESHOLDS.key() + ": " + thresholds.line());
  }
}
