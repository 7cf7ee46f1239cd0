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
 * @param labels one for each class of the output, or none
 */
record ContractJson(
    String name, InputSpec input, Preprocessing preprocessing, OutputSpec output, Labels labels) {

  private static final int VERSION = 1;

  /** Twice the side of the largest published classifiers; keeps a row's bytes within an int. */
  private static final int MAX_SIDE = 8192;

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
    if (version != VERSION) {
      throw fields.wrong("version", "must be 1, the only one this Tagstream knows; update it");
    }
    InputSpec input = input(fields.object("input"));
    Preprocessing preprocessing = preprocessing(fields.object("preprocessing"), input);
    OutputSpec output = output(fields.object("output"));
    return new ContractJson(
        fields.text("name"), input, preprocessing, output, labels(file, labels, output.classes()));
  }

  private static InputSpec input(JsonFields fields) {
    fields.allowOnly("name", "type", "layout", "height", "width");
    return new InputSpec(
        fields.text("name"),
        fields.lowerCaseConstant("type", ElementType.class),
        fields.upperCaseConstant("layout", PixelLayout.class),
        fields.wholeNumber("height", 1, MAX_SIDE),
        fields.wholeNumber("width", 1, MAX_SIDE),
        0);
  }

  private static Preprocessing preprocessing(JsonFields fields, InputSpec input) {
    fields.allowOnly("resize", "crop", "channelOrder", "scale", "mean", "std");
    Resize resize = resize(fields.object("resize"));
    JsonFields cropFields = fields.objectOrNull("crop");
    Crop crop = cropFields == null ? null : crop(cropFields);
    requireInputSize(fields, resize, crop, input);
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
