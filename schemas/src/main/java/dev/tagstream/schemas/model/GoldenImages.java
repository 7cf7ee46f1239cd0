package dev.tagstream.schemas.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some images and what the model answered to them when its file was written. Who runs the model
 * elsewhere compares: another answer means another arithmetic.
 *
 * @param all the images; none if the file has none
 */
public record GoldenImages(List<GoldenImage> all) implements Serializable {

  /** A file without golden images. */
  public static final GoldenImages NONE = new GoldenImages(List.of());

  /** More than anybody needs. */
  private static final int MAX_IMAGES = 16;

  public GoldenImages {
    all = List.copyOf(all);
  }

  /**
   * Reads the entry of a model file; none if it is null.
   *
   * @throws InvalidContractException if it breaks a rule of the format
   */
  public static GoldenImages read(Path file, @Nullable String json) {
    if (json == null) {
      return NONE;
    }
    List<JsonFields> objects = JsonFields.objects(file, ModelDescription.GOLDEN_KEY, json);
    if (objects.isEmpty() || objects.size() > MAX_IMAGES) {
      throw new InvalidContractException(
          "%s: %s must have 1 to %d images but has %d"
              .formatted(file, ModelDescription.GOLDEN_KEY, MAX_IMAGES, objects.size()));
    }
    List<GoldenImage> images = new ArrayList<>(objects.size());
    for (JsonFields fields : objects) {
      fields.allowOnly("tiles", "output");
      images.add(image(file, fields));
    }
    return new GoldenImages(images);
  }

  private static GoldenImage image(Path file, JsonFields fields) {
    try {
      return new GoldenImage(fields.text("tiles"), fields.text("output"));
    } catch (IllegalArgumentException e) {
      throw new InvalidContractException(
          "%s: %s: %s".formatted(file, ModelDescription.GOLDEN_KEY, e.getMessage()), e);
    }
  }

  /** The entry to write into a model file. */
  public Map<String, String> entries() {
    return all.isEmpty() ? Map.of() : Map.of(ModelDescription.GOLDEN_KEY, toJson().toString());
  }

  /** The images as a JSON array, one object an image. */
  public ArrayNode toJson() {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    all.forEach(
        image -> json.addObject().put("tiles", image.tiles()).put("output", image.output()));
    return json;
  }
}
