package dev.tagstream.export.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.export.contract.Preprocessing.ChannelOrder;
import dev.tagstream.export.contract.Preprocessing.Size;
import dev.tagstream.export.contract.Resize.Filter;
import dev.tagstream.export.contract.Resize.Rule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The {@code preprocessing} object of the format. */
final class PreprocessingJson {

  private static final Set<String> FIELDS =
      new TreeSet<>(List.of("resize", "crop", "channelOrder", "scale", "mean", "std"));

  private PreprocessingJson() {}

  static ObjectNode write(Preprocessing preprocessing) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("resize", write(preprocessing.resize()));
    Size crop = preprocessing.crop();
    if (crop != null) {
      json.putObject("crop").put("height", crop.height()).put("width", crop.width());
    }
    json.put("channelOrder", JsonFields.written(preprocessing.channelOrder()));
    json.put("scale", preprocessing.scale());
    json.set("mean", write(preprocessing.mean()));
    json.set("std", write(preprocessing.std()));
    return json;
  }

  static Preprocessing read(JsonFields json) {
    json.refuseOthersThan(FIELDS);
    List<Double> std = json.channels("std");
    if (std.contains(0.0)) {
      throw json.problem("std", "must not be zero");
    }
    return new Preprocessing(
        resize(json.object("resize")),
        json.has("crop") ? size(json.object("crop")) : null,
        json.choice("channelOrder", ChannelOrder.class),
        json.number("scale"),
        json.channels("mean"),
        std);
  }

  /** The fields {@code height} and {@code width}. */
  static Size size(JsonFields json) {
    return new Size(
        (int) json.count("height", InputSpec.MAX_SIDE),
        (int) json.count("width", InputSpec.MAX_SIDE));
  }

  private static ObjectNode write(Resize resize) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rule", JsonFields.written(resize.rule()));
    switch (resize.rule()) {
      case SHORTEST_SIDE -> json.put("size", resize.height());
      case EXACT -> json.put("height", resize.height()).put("width", resize.width());
      case NONE -> {
        return json;
      }
    }
    return json.put("filter", JsonFields.written(resize.filter()))
        .put("antialias", resize.antialias());
  }

  private static Resize resize(JsonFields json) {
    Rule rule = json.choice("rule", Rule.class);
    if (rule == Rule.NONE) {
      return Resize.none();
    }
    Filter filter = json.choice("filter", Filter.class);
    boolean antialias = json.truth("antialias");
    if (rule == Rule.SHORTEST_SIDE) {
      int size = (int) json.count("size", InputSpec.MAX_SIDE);
      return new Resize(rule, size, size, filter, antialias);
    }
    Size size = size(json);
    return new Resize(rule, size.height(), size.width(), filter, antialias);
  }

  private static ArrayNode write(List<Double> numbers) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    numbers.forEach(json::add);
    return json;
  }
}
