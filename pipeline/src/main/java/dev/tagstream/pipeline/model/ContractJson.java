package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.image.Crop;
import dev.tagstream.pipeline.image.ElementType;
import dev.tagstream.pipeline.image.PixelLayout;
import dev.tagstream.pipeline.image.Preprocessing;
import dev.tagstream.pipeline.image.Resize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contract as the metadata has it, every field checked by itself. What depends on the graph is
 * left to {@link GraphCheck}. The format is described in model-export's README.
 *
 * @param name the model's name
 * @param input as the contract says, whatever the graph says; its fixed batch is not known yet
 * @param preprocessing how pictures become that input
 * @param output as the contract says, whatever the graph says
 * @param embedding likewise; null where the contract names none
 * @param labels one for each class of the output, or none
 */
record ContractJson(
    String name,
    InputSpec input,
    Preprocessing preprocessing,
    OutputSpec output,
    @Nullable EmbeddingSpec embedding,
    Labels labels) {

  /** The newest version of the format that is read; 2 came with inputs of any size. */
  private static final int VERSION = 2;

  private static final int MAX_SIDE = InputSpec.MAX_SIDE;

  private static final String ANY = "any";

  /** Hundreds of times what classifiers pool. */
  private static final int MAX_EMBEDDING = 1 << 20;

  /** Fifty times ImageNet-21k; keeps a batch's scores within an array. */
  private static final int MAX_CLASSES = 1_000_000;

  private static final int CHANNELS = 3;

  /**
   * Reads the contract.
   *
   * @param file whose metadata it is, for messages
   * @param contract JSON
   * @param labels JSON; null where the file has none
   * @throws UnusableModelException if it breaks a rule of the format
   */
  static ContractJson parse(Path file, String contract, @Nullable String labels) {
    JsonFields fields = JsonFields.object(file, "tagstream.contract", contract);
    int version = fields.wholeNumber("version", 0, Integer.MAX_VALUE);
    if (version < 1 || version > VERSION) {
      throw fields.wrong("version", "must be 1 or 2, which this Tagstream knows; update it");
    }
    InputSpec input = input(fields.object("input"));
    Preprocessing preprocessing = preprocessing(fields.object("preprocessing"), input);
    OutputSpec output = output(fields.object("output"));
    JsonFields embedding = fields.objectOrNull("embedding");
    return new ContractJson(
        fields.text("name"),
        input,
        preprocessing,
        output,
        embedding == null ? null : embedding(embedding),
        labels(file, labels, output.classes()));
  }

  private static InputSpec input(JsonFields fields) {
    fields.allowOnly("name", "type", "layout", "height", "width");
    boolean any = fields.says("height", ANY) && fields.says("width", ANY);
    return new InputSpec(
        fields.text("name"),
        fields.lowerCaseConstant("type", ElementType.class),
        fields.upperCaseConstant("layout", PixelLayout.class),
        any ? 0 : fields.wholeNumber("height", 1, MAX_SIDE),
        any ? 0 : fields.wholeNumber("width", 1, MAX_SIDE),
        0);
  }

  private static Preprocessing preprocessing(JsonFields fields, InputSpec input) {
    fields.allowOnly("resize", "crop", "channelOrder", "scale", "mean", "std");
    Resize resize = resize(fields.object("resize"));
    JsonFields cropFields = fields.objectOrNull("crop");
    Crop crop = cropFields == null ? null : crop(cropFields);
    if (input.takesAnySize()) {
      requireNoSize(fields, resize, crop);
    } else {
      requireInputSize(fields, resize, crop, input);
    }
    double scale = fields.number("scale");
    if (scale <= 0) {
      throw fields.wrong("scale", "must be above 0");
    }
    List<Double> std = fields.numbers("std", CHANNELS);
    if (std.stream().anyMatch(value -> value == 0)) {
      throw fields.wrong("std", "must not be 0");
    }
    return new Preprocessing(
        resize,
        crop,
        fields.upperCaseConstant("channelOrder", Preprocessing.ChannelOrder.class),
        scale,
        fields.numbers("mean", CHANNELS),
        std);
  }

  private static Resize resize(JsonFields fields) {
    Resize.Rule rule = fields.lowerCaseConstant("rule", Resize.Rule.class);
    return switch (rule) {
      case SHORTEST_SIDE -> {
        fields.allowOnly("rule", "size", "filter", "antialias");
        int size = fields.wholeNumber("size", 1, MAX_SIDE);
        yield resize(fields, rule, size, size);
      }
      case EXACT -> {
        fields.allowOnly("rule", "height", "width", "filter", "antialias");
        int width = fields.wholeNumber("width", 1, MAX_SIDE);
        yield resize(fields, rule, width, fields.wholeNumber("height", 1, MAX_SIDE));
      }
      case NONE -> {
        fields.allowOnly("rule", "filter", "antialias");
        yield new Resize(rule, 0, 0, Resize.Filter.BILINEAR, true);
      }
    };
  }

  private static Resize resize(JsonFields fields, Resize.Rule rule, int width, int height) {
    return new Resize(
        rule,
        width,
        height,
        fields.lowerCaseConstant("filter", Resize.Filter.class),
        fields.flag("antialias"));
  }

  private static Crop crop(JsonFields fields) {
    fields.allowOnly("height", "width");
    return new Crop(
        fields.wholeNumber("width", 1, MAX_SIDE), fields.wholeNumber("height", 1, MAX_SIDE));
  }

  /** Whatever picture comes in, the model's input size must come out. */
  private static void requireInputSize(
      JsonFields fields, Resize resize, @Nullable Crop crop, InputSpec input) {
    boolean fits =
        crop != null
            ? crop.width() == input.width() && crop.height() == input.height()
            : resize.rule() == Resize.Rule.EXACT
                && resize.width() == input.width()
                && resize.height() == input.height();
    if (!fits) {
      throw fields.wrong(
          crop != null ? "crop" : "resize",
          "must end in the input's height %d and width %d, by a crop or an exact resize"
              .formatted(input.height(), input.width()));
    }
  }

  /** One size for all would make nothing of an input that takes any. */
  private static void requireNoSize(JsonFields fields, Resize resize, @Nullable Crop crop) {
    if (crop != null || resize.rule() == Resize.Rule.EXACT) {
      throw fields.wrong(
          crop != null ? "crop" : "resize",
          "must leave each picture its own size, as the input takes any");
    }
  }

  private static EmbeddingSpec embedding(JsonFields fields) {
    fields.allowOnly("name", "size");
    return new EmbeddingSpec(fields.text("name"), fields.wholeNumber("size", 1, MAX_EMBEDDING));
  }

  private static OutputSpec output(JsonFields fields) {
    fields.allowOnly("name", "kind", "classes", "topK");
    int classes = fields.wholeNumber("classes", 1, MAX_CLASSES);
    return new OutputSpec(
        fields.text("name"),
        fields.lowerCaseConstant("kind", OutputSpec.Kind.class),
        classes,
        fields.wholeNumber("topK", 1, classes));
  }

  private static Labels labels(Path file, @Nullable String json, int classes) {
    if (json == null) {
      return new Labels(List.of());
    }
    List<Labels.Label> labels = new ArrayList<>();
    for (JsonFields fields : JsonFields.objects(file, "tagstream.labels", json)) {
      fields.allowOnly("name", "wnid");
      labels.add(new Labels.Label(fields.text("name"), fields.textOrNull("wnid")));
    }
    if (labels.size() != classes) {
      throw new UnusableModelException(
          "%s: tagstream.labels must name all %d classes of the output but names %d"
              .formatted(file, classes, labels.size()));
    }
    return new Labels(labels);
  }
}
