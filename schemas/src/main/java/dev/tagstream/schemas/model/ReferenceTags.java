package dev.tagstream.schemas.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The best tags that the model gave to images like those that it will see, when its file was
 * written. A job compares its own tags with them.
 *
 * @param untagged the images without a tag, at least 0
 * @param meanConfidence the mean score of the best tags, 0 to 1
 * @param classes the images by the class of their best tag, each at least 1; at least one class
 */
public record ReferenceTags(long untagged, double meanConfidence, Map<Integer, Long> classes)
    implements Serializable {

  /** Far more images than an export runs. */
  private static final long MOST_IMAGES = 1L << 40;

  private static final String UNTAGGED = "untagged";
  private static final String CONFIDENCE = "meanConfidence";
  private static final String CLASSES = "classes";

  public ReferenceTags {
    classes = Collections.unmodifiableMap(new TreeMap<>(classes));
    if (untagged < 0 || classes.values().stream().anyMatch(images -> images < 1)) {
      throw new IllegalArgumentException("counts must not be negative or empty");
    }
    if (classes.isEmpty() || !(meanConfidence >= 0 && meanConfidence <= 1)) {
      throw new IllegalArgumentException("a reference needs an image with a tag, and its score");
    }
  }

  /** All images. */
  public long images() {
    return untagged + classes.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Reads the entry of a model file; null if the entry is null.
   *
   * @param outputClasses the classes of the model's output
   * @throws InvalidContractException if it breaks a rule of the format
   */
  static @Nullable ReferenceTags read(Path file, @Nullable String json, int outputClasses) {
    if (json == null) {
      return null;
    }
    JsonFields fields = JsonFields.object(file, ModelDescription.REFERENCE_KEY, json);
    fields.allowOnly(UNTAGGED, CONFIDENCE, CLASSES);
    long untagged = fields.wholeNumber(UNTAGGED, 0, MOST_IMAGES);
    double confidence = fields.number(CONFIDENCE);
    if (!(confidence >= 0 && confidence <= 1)) {
      throw fields.wrong(CONFIDENCE, "must be from 0 to 1");
    }
    Map<Integer, Long> classes = classes(fields.object(CLASSES), outputClasses);
    if (classes.isEmpty()) {
      throw fields.wrong(CLASSES, "must have a class");
    }
    return new ReferenceTags(untagged, confidence, classes);
  }

  private static Map<Integer, Long> classes(JsonFields fields, int outputClasses) {
    Map<Integer, Long> classes = new TreeMap<>();
    for (String name : fields.names()) {
      if (!name.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(name) >= outputClasses) {
        throw fields.wrong(
            name, "must be named by a class from 0 to %d".formatted(outputClasses - 1));
      }
      classes.put(Integer.valueOf(name), fields.wholeNumber(name, 1, MOST_IMAGES));
    }
    return classes;
  }

  /** The reference as a JSON object. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(UNTAGGED, untagged).put(CONFIDENCE, meanConfidence);
    ObjectNode numbers = json.putObject(CLASSES);
    classes.forEach((index, images) -> numbers.put(index.toString(), images));
    return json;
  }
}
