package dev.tagstream.schemas.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The labels as JSON. */
public final class LabelsJson {

  private LabelsJson() {}

  /** The labels as a JSON array, one object a class. */
  public static ArrayNode write(Labels labels) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Label label : labels.classes()) {
      ObjectNode object = json.addObject().put("name", label.name());
      if (label.wnid() != null) {
        object.put("wnid", label.wnid());
      }
    }
    return json;
  }

  /** Reads the labels of a model with so many classes; none if the entry is null. */
  static Labels read(Path file, @Nullable String json, int classes) {
    if (json == null) {
      return Labels.NONE;
    }
    List<Label> labels = new ArrayList<>();
    for (JsonFields fields : JsonFields.objects(file, ModelDescription.LABELS_KEY, json)) {
      fields.allowOnly("name", "wnid");
      labels.add(new Label(fields.text("name"), fields.textOrNull("wnid")));
    }
    if (labels.size() != classes) {
      throw new InvalidContractException(
          "%s: %s must name all %d classes of the output but names %d"
              .formatted(file, ModelDescription.LABELS_KEY, classes, labels.size()));
    }
    return new Labels(labels);
  }
}
