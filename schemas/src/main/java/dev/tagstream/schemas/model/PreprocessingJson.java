package dev.tagstream.schemas.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code preprocessing} object as JSON. */
public final class PreprocessingJson {

  private static final int CHANNELS = 3;

  private PreprocessingJson() {}

  static ObjectNode write(Preprocessing preprocessing) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("resize", write(preprocessing.resize()));
    Size crop = preprocessing.crop();
    if (crop != null) {
      json.putObject("crop").put("height", crop.height()).put("width", crop.width());
    }
    json.put("channelOrder", Spelling.UPPER_CASE.of(preprocessing.channelOrder()));
    json.put("scale", preprocessing.scale());
    json.set("mean", write(preprocessing.mean()));
    json.set("std", write(preprocessing.std()));
    return json;
  }

  private static ObjectNode write(Resize resize) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rule", Spelling.LOWER_CASE.of(resize.rule()));
    switch (resize.rule()) {
      case SHORTEST_SIDE -> json.put("size", resize.height());
      case EXACT -> json.put("height", resize.height()).put("width", resize.width());
      case LETTERBOX -> {
        json.put("height", resize.height()).put("width", resize.width());
        Color padding = resize.padding();
        json.putArray("padding").add(padding.red()).add(padding.green()).add(padding.blue());
      }
      case NONE -> {
        return json;
      }
    }
    return json.put("filter", Spelling.LOWER_CASE.of(resize.filter()))
        .put("antialias", resize.antialias());
  }

  private static ArrayNode write(List<Double> numbers) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    numbers.forEach(json::add);
    return json;
  }

  /**
   * Reads the object.
   *
   * @throws InvalidContractException if it breaks a rule of the format
   */
  public static Preprocessing read(JsonFields fields) {
    fields.allowOnly("resize", "crop", "channelOrder", "scale", "mean", "std");
    double scale = fields.number("scale");
    if (scale <= 0) {
      throw fields.wrong("scale", "must be above 0");
    }
    List<Double> std = fields.numbers("std", CHANNELS);
    if (std.stream().anyMatch(value -> value == 0)) {
      throw fields.wrong("std", "must not be 0");
    }
    Resize resize = resize(fields.object("resize"));
    Size crop = crop(fields.objectOrNull("crop"));
    if (crop != null && resize.rule() == Rule.LETTERBOX) {
      throw fields.wrong("crop", "must be absent, as a letterbox has the size of the input,");
    }
    return new Preprocessing(
        resize,
        crop,
        fields.constant("channelOrder", ChannelOrder.class, Spelling.UPPER_CASE),
        scale,
        fields.numbers("mean", CHANNELS),
        std);
  }

  private static Resize resize(JsonFields fields) {
    Rule rule = fields.constant("rule", Rule.class, Spelling.LOWER_CASE);
    return switch (rule) {
      case SHORTEST_SIDE -> {
        fields.allowOnly("rule", "size", "filter", "antialias");
        int size = fields.count("size", InputSpec.MAX_SIDE);
        yield resize(fields, rule, new Size(size, size), Color.BLACK);
      }
      case EXACT -> {
        fields.allowOnly("rule", "height", "width", "filter", "antialias");
        yield resize(fields, rule, size(fields), Color.BLACK);
      }
      case LETTERBOX -> {
        fields.allowOnly("rule", "height", "width", "padding", "filter", "antialias");
        yield resize(fields, rule, size(fields), color(fields, "padding"));
      }
      case NONE -> {
        fields.allowOnly("rule", "filter", "antialias");
        yield Resize.none();
      }
    };
  }

  private static Resize resize(JsonFields fields, Rule rule, Size size, Color padding) {
    return new Resize(
        rule,
        size.height(),
        size.width(),
        fields.constant("filter", Filter.class, Spelling.LOWER_CASE),
        fields.flag("antialias"),
        padding);
  }

  private static Color color(JsonFields fields, String name) {
    List<Double> levels = fields.numbers(name, CHANNELS);
    if (!levels.stream().allMatch(Color::isLevel)) {
      throw fields.wrong(name, "must be 3 whole numbers from 0 to 255: red, green, blue");
    }
    return new Color(levels.get(0).intValue(), levels.get(1).intValue(), levels.get(2).intValue());
  }

  private static @Nullable Size crop(@Nullable JsonFields fields) {
    if (fields == null) {
      return null;
    }
    fields.allowOnly("height", "width");
    return size(fields);
  }

  private static Size size(JsonFields fields) {
    return new Size(
        fields.count("height", InputSpec.MAX_SIDE), fields.count("width", InputSpec.MAX_SIDE));
  }
}
