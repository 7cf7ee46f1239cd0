package dev.tagstream.export.weights.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The layers' own names by the paths that Keras derives from their classes and order, such as
 * {@code layers/conv2d_1} for the second {@code Conv2D}.
 */
final class LayerNames {

  /** Nothing is known; a layer is called as its path ends. */
  static final LayerNames NONE = new LayerNames(Map.of());

  /** Containers that stand in a path between a model and its layers; versions of Keras differ. */
  private static final List<String> CONTAINERS =
      List.of("layers", "_layer_checkpoint_dependencies");

  /**
   * The begin of a word in a class name: {@code Conv2D} has one, {@code BatchNormalization} two.
   */
  private static final Pattern WORD = Pattern.compile("(.)([A-Z][a-z0-9]+)");

  private static final Pattern WORD_AFTER_SMALL = Pattern.compile("([a-z])([A-Z])");

  private final Map<String, String> names;

  private LayerNames(Map<String, String> names) {
    this.names = names;
  }

  /**
   * Reads a model's configuration.
   *
   * @param json such as {@code {"config": {"layers": [{"class_name": "Conv2D", "config": {"name":
   *     "conv1_conv", ...}}]}}}
   * @throws ExportException if it is no JSON
   */
  static LayerNames in(Path file, byte[] json) {
    try {
      Map<String, String> names = new HashMap<>();
      collect(new JsonMapper().readTree(json), "", names);
      return new LayerNames(names);
    } catch (JsonProcessingException e) {
      throw ExportException.in(file, "config.json is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw ExportException.in(file, "config.json cannot be read: " + e.getMessage(), e);
    }
  }

  /** The name of the layer at a path; what the path ends with where it is not known. */
  String of(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    StringBuilder key = new StringBuilder();
    for (String part : path.split("/", -1)) {
      if (!CONTAINERS.contains(part)) {
        key.append('/').append(part);
      }
    }
    return names.getOrDefault(key.toString(), last);
  }

  private static void collect(JsonNode model, String path, Map<String, String> names) {
    Map<String, Integer> counts = new HashMap<>();
    for (JsonNode layer : model.path("config").path("layers")) {
      String type = snakeCase(layer.path("class_name").asText());
      int count = counts.merge(type, 1, Integer::sum) - 1;
      String child = path + "/" + (count == 0 ? type : type + "_" + count);
      names.put(child, layer.path("config").path("name").asText());
      collect(layer, child, names);
    }
  }

  /** As Keras does: {@code batch_normalization} for {@code BatchNormalization}. */
  private static String snakeCase(String name) {
    String spaced = WORD.matcher(name).replaceAll("$1_$2");
    return WORD_AFTER_SMALL.matcher(spaced).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }
}
