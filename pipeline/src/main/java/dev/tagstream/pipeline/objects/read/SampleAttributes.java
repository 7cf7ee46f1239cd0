package dev.tagstream.pipeline.objects.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of an image from the files of its sample in an archive. Each field of a {@code
 * .json} file becomes an attribute of the same name; a {@code .txt} file becomes the attribute
 * {@code txt}, and so on. JSON that is not an object becomes the attribute {@code json}, unchanged.
 */
final class SampleAttributes {

  /** The extensions of files that describe images. */
  private static final Set<String> TEXTS = Set.of("txt", "json", "cls", "caption");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> attributes = new HashMap<>();

  /** Whether a member with this extension describes an image. */
  static boolean isText(String extension) {
    return TEXTS.contains(extension);
  }

  void add(String extension, byte[] content) {
    String text = new String(content, UTF_8);
    if (!extension.equals("json") || !addFields(text)) {
      attributes.put(extension, text.strip());
    }
  }

  /** Adds the fields of a JSON object; returns false if the text is not one. */
  private boolean addFields(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json == null || !json.isObject()) {
        return false;
      }
      json.properties().forEach(field -> put(field.getKey(), field.getValue()));
      return true;
    } catch (JsonProcessingException invalid) {
      return false;
    }
  }

  private void put(String name, JsonNode value) {
    if (!value.isNull()) {
      attributes.put(name, value.isValueNode() ? value.asText() : value.toString());
    }
  }

  Map<String, String> toMap() {
    return Map.copyOf(attributes);
  }

  void clear() {
    attributes.clear();
  }
}
