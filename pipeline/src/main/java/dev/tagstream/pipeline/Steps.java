package dev.tagstream.pipeline;

import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.config.AlsoConfig;
import dev.tagstream.pipeline.config.BatchConfig;
import dev.tagstream.pipeline.config.DecodeMode;
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
import dev.tagstream.pipeline.operator.ImageBatchType;
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
import dev.tagstream.pipeline.several.AlsoModel;
import dev.tagstream.pipeline.several.PixelGroup;
import dev.tagstream.pipeline.storm.StormLimits;
import dev.tagstream.pipeline.swap.SwapMode;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.InvalidContractException;
import dev.tagstream.schemas.model.LabelThresholds;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * Creates the steps that depend on the configuration and on the model.
 *
 * @param config of the job
 * @param model the contract in the model file
 * @param also the models that tag beside it
 */
record Steps(TaggingConfig config, ModelContract model, List<AlsoModel> also) {

  private static final String DECODE_IMAGES = "decode-images";

  /** Reads the models' contracts, once for the whole job. */
  static Steps of(TaggingConfig config) {
    Path file = Path.of(config.modelFile());
    if (config.modelSha256() != null) {
      ModelFile.requireSha256(file, config.modelSha256());
    }
    ModelContract model = ModelFile.read(file);
    List<AlsoModel> also = new ArrayList<>();
    for (AlsoConfig other : config.also()) {
      also.add(new AlsoModel(other.name(), other.file(), ModelFile.read(Path.of(other.file()))));
    }
    Steps steps = new Steps(config, model, also);
    steps.requireThatTheyGoTogether();
    return steps;
  }

  private void requireThatTheyGoTogether() {
    Map<String, String> files = new HashMap<>(Map.of(model.sha256(), config.modelFile()));
    for (AlsoModel other : also) {
      String same = files.put(other.contract().sha256(), other.file());
      if (same != null) {
        throw unfit("%s and %s are the same model".formatted(same, other.file()));
      }
      if (other.contract().input().takesAnySize()) {
        throw unfit(
            other.file() + " takes images of any size, which only a job with one model can take");
      }
    }
    if (also.isEmpty()) {
      return;
    }
    if (model.input().takesAnySize()) {
      throw unfit(
          config.modelFile()
              + " takes images of any size, which only a job with one model can take");
    }
    if (groups().size() > 1 && config.decodeMode() == DecodeMode.GPU) {
      throw unfit(
          "models that take other pixels than %s need %s exact or fast"
              .formatted(config.modelFile(), TaggingOptions.DECODE_MODE.key()));
    }
    if (groups().size() > 1 && config.batch().targetLatency() != null) {
      throw unfit(
          "models that take other pixels than %s need %s unset"
              .formatted(config.modelFile(), TaggingOptions.BATCH_TARGET_LATENCY.key()));
    }
  }

  private static InvalidConfigException unfit(String line) {
    return new InvalidConfigException(TaggingOptions.MODELS_ALSO.key() + ": " + line);
  }

  /** The job's models by the pixels that they take; the main one is in the first group. */
  List<PixelGroup> groups() {
    return PixelGroup.of(model, also);
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
    return new DecodeImages(decoders(mode), decodeGuards(), groups().size() - 1);
  }

  private DecoderFactory decoders(ImageDecoder.Mode mode) {
    List<Preprocessing> preprocessings = new ArrayList<>();
    groups().forEach(group -> preprocessings.add(group.first().preprocessing()));
    ImageLimits limits = imageLimits();
    TruncatedImages truncated = config.truncated();
    return () -> new ImageDecoder(preprocessings, limits, mode, truncated);
  }

  private DecodeBatches decodeOnGpu() {
    Preprocessing preprocessing = model.preprocessing();
    if (model.input().takesAnySize() || !JpegPlanner.canPlan(preprocessing)) {
      throw new InvalidConfigException(
          "%s cannot be gpu for %s: its images must all become one size by a filter other than nearest and without letterbox; choose exact"
              .formatted(TaggingOptions.DECODE_MODE.key(), config.modelFile()));
    }
    BatchConfig batch = config.batch();
    int maxImages = sizes(model).maxImages();
    return new DecodeBatches(
        new GpuDecoderFactory(gpuShare(), preprocessing, imageLimits(), config.truncated()),
        decodeGuards(),
        new BatchLimits(maxImages, model.input().rowBytes() * maxImages, batch.maxBytes()),
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

  /** Normalizes the images of a group of models and gathers them into batches. */
  DataStream<ImageBatch> formBatches(
      DataStream<DecodedImage> decoded, PixelGroup group, String suffix) {
    BatchSizes sizes = sizes(group.first());
    String normalizing = "normalize-images" + suffix;
    String forming = "form-batches" + suffix;
    return decoded
        .map(new NormalizeImages(group.first()))
        .name(normalizing)
        .uid(normalizing)
        .transform(forming, new ImageBatchType(), new FormBatches(sizes.limits(), sizes.pace()))
        .uid(forming);
  }

  private BatchSizes sizes(ModelContract of) {
    return new BatchSizes(config.batch(), of, groups().size());
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

  /** Tags with a model that does so beside the main one. */
  TagImages tagImages(AlsoModel other) {
    TagSelection selection;
    try {
      selection =
          selection(config.tags(), labelThresholds(config.tags()), other.contract(), other.file());
    } catch (InvalidConfigException unfit) {
      throw unfit(other.name() + ": " + unfit.getMessage());
    }
    ModelLoader loader =
        new ModelLoader(
            other.file(),
            other.contract().sha256(),
            gpuShare(),
            sizes(other.contract()).maxImages(),
            ModelLoader.Place.ONLY);
    return new TagImages(loader, contract -> selection, journals());
  }

  private ModelLoader modelLoader() {
    ModelsConfig models = config.models();
    return new ModelLoader(
        config.modelFile(),
        model.sha256(),
        gpuShare(),
        sizes(model).maxImages(),
        place(),
        models == null ? null : models.fetching(),
        models == null ? SwapMode.BESIDE : models.swap());
  }

  private ModelLoader.Place place() {
    return config.models() == null ? ModelLoader.Place.ONLY : ModelLoader.Place.FIRST;
  }

  /** All steps from an encoded image to its outcome in one object. */
  ImageTaggerFactory imageTagger() {
    if (!also.isEmpty()) {
      throw unfit("only a job tags with several models");
    }
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
        sizes(model).limits());
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
