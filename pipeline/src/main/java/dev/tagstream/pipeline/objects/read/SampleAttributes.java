package dev.tagstream.pipeline.objects.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the files beside an image of an archive say of it. The fields of a {@code .json} become
 * attributes of their names; a {@code .txt} becomes one of the name {@code txt}, and so on. A JSON
 * that is no object becomes one of the name {@code json}, as it stands.
 */
final class SampleAttributes {

  /** The extensions of files that are texts about images. */
  private static final Set<String> TEXTS = Set.of("txt", "json", "cls", "caption");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> attributes = new HashMap<>();

  /** Whether a member with the extension is one of them. */
  static boolean isText(String extension) {
    return TEXTS.contains(extension);
  }

  void add(String extension, byte[] content) {
    String text = new String(content, UTF_8);
    if (!extension.equals("json") || !addFields(text)) {
      attributes.put(extension, text.strip());
    }
  }

  /** Whether it is an object. */
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
