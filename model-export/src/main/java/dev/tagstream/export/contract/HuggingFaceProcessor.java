package dev.tagstream.export.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;
import dev.tagstream.schemas.model.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code preprocessor_config.json} of Hugging Face's transformers. Unknown processors are
 * refused, because they may do what their file does not record.
 */
final class HuggingFaceProcessor {

  private static final String TYPE = "image_processor_type";
  private static final String OLD_TYPE = "feature_extractor_type";
  private static final String SHORTEST_EDGE = "shortest_edge";

  private static final String CONVNEXT = "ConvNext";

  /** A size that is a single number applies to both sides. */
  private static final String VIT = "ViT";

  private static final Set<String> PROCESSORS = Set.of(CONVNEXT, VIT, "Bit", "CLIP", "DeiT");

  /** From this side on, ConvNext's processor resizes without a crop. */
  private static final int CONVNEXT_LARGE = 384;

  /** Pillow's numbers of its filters. */
  private static final List<Filter> FILTERS =
      List.of(Filter.NEAREST, Filter.LANCZOS, Filter.BILINEAR, Filter.BICUBIC, Filter.BOX);

  /** The steps that a known processor may have. */
  private static final Set<String> STEPS =
      Set.of("do_resize", "do_center_crop", "do_rescale", "do_normalize", "do_convert_rgb");

  private final Path file;
  private final PublishedFields fields;
  private final JsonNode json;
  private final String processor;

  HuggingFaceProcessor(Path file, JsonNode json) {
    this.file = file;
    this.fields = new PublishedFields(file, json);
    this.json = json;
    String field = json.has(TYPE) ? TYPE : OLD_TYPE;
    this.processor =
        json.path(field).asText().replaceFirst("(ImageProcessor|FeatureExtractor)(Fast|Pil)?$", "");
    if (!PROCESSORS.contains(processor)) {
      throw fields.wrong(field, "must be a known processor, such as ConvNextImageProcessor,");
    }
  }

  static boolean isOne(JsonNode json) {
    return json.has(TYPE) || json.has(OLD_TYPE);
  }

  StatedContract stated() {
    for (String name : (Iterable<String>) json::fieldNames) {
      if (name.startsWith("do_") && !STEPS.contains(name) && json.path(name).asBoolean()) {
        throw fields.wrong(name, "must be false");
      }
    }
    if (!fields.is("do_resize", BooleanNode.TRUE)) {
      throw fields.wrong("do_resize", "must be true");
    }
    Preprocessing preprocessing = processor.equals(CONVNEXT) ? convNext() : resizedAndCropped();
    if (preprocessing.imageSize().isEmpty()) {
      throw fields.wrong("do_center_crop", "must be true if only the shorter side is given");
    }
    return StatedContract.of(file.toString(), preprocessing);
  }

  private Preprocessing convNext() {
    if (fields.is("do_center_crop", BooleanNode.FALSE)) {
      throw fields.wrong("do_center_crop", "must be false, as this processor crops itself,");
    }
    JsonNode size = json.path("size");
    int side = fields.side("size", size.isObject() ? size.path(SHORTEST_EDGE) : size);
    if (side >= CONVNEXT_LARGE) {
      return normalized(resize(Rule.EXACT, side, side), null);
    }
    int resized = (int) (side / fields.positive("crop_pct", 1));
    return normalized(resize(Rule.SHORTEST_SIDE, resized, resized), new Size(side, side));
  }

  private Preprocessing resizedAndCropped() {
    boolean viT = processor.equals(VIT);
    if (!viT && !json.has("do_center_crop")) {
      throw fields.wrong("do_center_crop", "must be true or false");
    }
    Size crop = fields.is("do_center_crop", BooleanNode.FALSE) ? size("crop_size") : null;
    JsonNode size = json.path("size");
    boolean shortest = size.isObject() ? size.has(SHORTEST_EDGE) && size.size() == 1 : !viT;
    if (!shortest) {
      Size exact = size("size");
      return normalized(resize(Rule.EXACT, exact.height(), exact.width()), crop);
    }
    int side = fields.side("size", size.isObject() ? size.path(SHORTEST_EDGE) : size);
    return normalized(resize(Rule.SHORTEST_SIDE, side, side), crop);
  }

  /** Both sides: a number, or a height and a width. */
  private Size size(String name) {
    JsonNode size = json.path(name);
    return size.isObject()
        ? new Size(fields.side(name, size.path("height")), fields.side(name, size.path("width")))
        : new Size(fields.side(name, size), fields.side(name, size));
  }

  private Resize resize(Rule rule, int height, int width) {
    JsonNode resample = json.path("resample");
    int number = resample.isIntegralNumber() ? resample.intValue() : -1;
    if (number < 0 || number >= FILTERS.size()) {
      throw fields.wrong("resample", "must be the number of a filter from 0 to 4");
    }
    Filter filter = FILTERS.get(number);
    return new Resize(rule, height, width, filter, filter != Filter.NEAREST);
  }

  private Preprocessing normalized(Resize resize, @Nullable Size crop) {
    boolean rescales = fields.is("do_rescale", BooleanNode.TRUE);
    boolean normalizes = fields.is("do_normalize", BooleanNode.TRUE);
    boolean usual = rescales && !json.hasNonNull("rescale_factor");
    double scale = usual ? 1.0 / 255 : rescales ? fields.positive("rescale_factor", 1) : 1;
    return new Preprocessing(
        resize,
        crop,
        ChannelOrder.RGB,
        scale,
        normalizes ? fields.channels("image_mean") : List.of(0.0, 0.0, 0.0),
        normalizes ? fields.deviations("image_std") : List.of(1.0, 1.0, 1.0));
  }
}
