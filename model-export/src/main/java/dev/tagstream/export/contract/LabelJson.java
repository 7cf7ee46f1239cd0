package dev.tagstream.export.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Labels as JSON: an array of names; a class index as Keras has it, {@code {"0": ["n01440764",
 * "tench"], ...}}; numbers by name, as torchvision's {@code class_to_idx}; objects with a name and
 * a number; or one of these within the configuration of Hugging Face, timm or Ultralytics.
 */
final class LabelJson {

  /** The fields under which configurations keep their labels. */
  private static final List<String> PLACES =
      List.of("id2label", "class_to_idx", "label_names", "names", "classes", "labels");

  private static final List<String> NAMES = List.of("name", "label", "class_name", "display_name");
  private static final List<String> NUMBERS = List.of("id", "index", "class_id", "class_index");

  private final Path file;

  private LabelJson(Path file) {
    this.file = file;
  }

  static List<Label> read(Path file, JsonNode json) {
    LabelJson reader = new LabelJson(file);
    List<String> places =
        PLACES.stream().filter(place -> json.path(place).isContainerNode()).toList();
    if (places.size() > 1) {
      throw ExportException.in(file, "has labels in more than one place: " + places);
    }
    reader.refuseContradiction(json.path("id2label"), json.path("label2id"));
    return reader.labels(places.isEmpty() ? json : json.path(places.get(0)));
  }

  /** Hugging Face writes both ways. */
  private void refuseContradiction(JsonNode names, JsonNode numbers) {
    for (Map.Entry<String, JsonNode> entry : numbers.properties()) {
      String number = entry.getValue().asText();
      if (names.has(number) && !names.get(number).asText().equals(entry.getKey())) {
        throw ExportException.in(
            file,
            "id2label names class %s %s, but label2id gives this number to %s; correct one of them"
                .formatted(number, names.get(number), entry.getKey()));
      }
    }
  }

  private List<Label> labels(JsonNode json) {
    if (json.isArray()) {
      return array(json);
    }
    NumberedLabels labels = new NumberedLabels(file);
    boolean numbersByName =
        !json.isEmpty()
            && json.properties().stream().allMatch(entry -> entry.getValue().isIntegralNumber());
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (numbersByName) {
        labels.add(entry.getValue().asText(), named(entry.getKey()));
      } else if (NumberedLabels.isNumber(entry.getKey())) {
        labels.add(entry.getKey(), label(entry.getKey(), entry.getValue()));
      } else {
        throw ExportException.in(
            file,
            "the field %s is neither the number of a class nor the name of one with its number"
                .formatted(entry.getKey()));
      }
    }
    return labels.inOrder();
  }

  private List<Label> array(JsonNode json) {
    NumberedLabels numbered = new NumberedLabels(file);
    List<Label> inOrder = new ArrayList<>();
    int numbers = 0;
    for (JsonNode entry : json) {
      Label label = label(String.valueOf(inOrder.size()), entry);
      inOrder.add(label);
      JsonNode number = first(entry, NUMBERS);
      if (!number.isMissingNode()) {
        numbered.add(number.asText(), label);
        numbers++;
      }
    }
    if (numbers != 0 && numbers != inOrder.size()) {
      throw ExportException.in(
          file, "%d of %d classes have a number".formatted(numbers, inOrder.size()));
    }
    return numbers == 0 ? inOrder : numbered.inOrder();
  }

  private Label label(String number, JsonNode entry) {
    if (entry.isTextual() && !entry.asText().isBlank()) {
      return named(entry.asText());
    }
    if (entry.size() == 2 && entry.path(0).isTextual() && entry.path(1).isTextual()) {
      return new Label(entry.path(1).asText(), entry.path(0).asText());
    }
    JsonNode name = first(entry, NAMES);
    if (name.isTextual() && !name.asText().isBlank()) {
      return new Label(name.asText().strip(), entry.path("wnid").asText(null));
    }
    throw ExportException.in(
        file, "class %s must be a name or [\"wnid\", \"name\"] but is %s".formatted(number, entry));
  }

  private Label named(String name) {
    if (name.isBlank()) {
      throw ExportException.in(file, "a class has an empty name");
    }
    return new Label(name.strip(), null);
  }

  private JsonNode first(JsonNode entry, List<String> fields) {
    List<String> present = fields.stream().filter(entry::has).toList();
    if (present.size() > 1) {
      throw ExportException.in(file, "a class has %s at once: %s".formatted(present, entry));
    }
    return entry.path(present.isEmpty() ? fields.get(0) : present.get(0));
  }
}
