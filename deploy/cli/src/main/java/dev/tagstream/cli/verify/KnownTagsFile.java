package dev.tagstream.cli.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads tags that are known, in either of two forms of JSON:
 *
 * <ul>
 *   <li>one object, by the image's path: {@code {"cats/tom.jpg": {"top5": [{"index": 285, "score":
 *       0.59}, ...]}, ...}}; the array may also be called {@code tags}
 *   <li>a line each, as {@code tagstream results --json} prints them: {@code {"id": "cats/tom.jpg",
 *       "tags": [{"index": 285, "score": 0.59}, ...]}}; rejects are passed over
 * </ul>
 *
 * <p>Other fields do not matter.
 */
final class KnownTagsFile {

  /** The largest file, enough for some hundred thousand images. */
  private static final long MAX_BYTES = 256L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  private KnownTagsFile(Path file) {
    this.file = file;
  }

  /** Whether a file looks like JSON and not like a model. */
  static boolean isMeant(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
        first = in.read();
      }
      return first == '{' || first == '[';
    } catch (NoSuchFileException e) {
      throw new UserErrorException(file + ": there is no such model or file of tags");
    } catch (IOException e) {
      throw new UserErrorException("%s: cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /**
   * Reads a file.
   *
   * @throws UserErrorException if it has another format
   */
  static KnownTags read(Path file) {
    KnownTagsFile tags = new KnownTagsFile(file);
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw tags.error("has %d bytes, more than the %d allowed".formatted(bytes, MAX_BYTES));
      }
      tags.readAll();
    } catch (JsonProcessingException e) {
      throw tags.error(
          "line %d is not valid JSON: %s"
              .formatted(e.getLocation().getLineNr(), e.getOriginalMessage()));
    } catch (IOException e) {
      throw tags.error("cannot be read: " + e.getMessage());
    }
    if (tags.answers.isEmpty()) {
      throw tags.error("contains no tags");
    }
    return new KnownTags(file, tags.answers);
  }

  private void readAll() throws IOException {
    try (InputStream in = Files.newInputStream(file);
        MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(in)) {
      while (objects.hasNextValue()) {
        JsonNode object = objects.nextValue();
        if (!object.isObject()) {
          throw error("must hold JSON objects but has %s".formatted(object.getNodeType()));
        }
        if (object.path("id").isTextual()) {
          addLine(object);
        } else {
          object.properties().forEach(entry -> add(entry.getKey(), tags(entry.getValue())));
        }
      }
    }
  }

  private void addLine(JsonNode line) {
    if (!line.has("reason")) {
      add(line.get("id").textValue(), line.get("tags"));
    }
  }

  private static @Nullable JsonNode tags(JsonNode image) {
    return image.has("tags") ? image.get("tags") : image.get("top5");
  }

  private void add(String id, @Nullable JsonNode tags) {
    if (tags == null || !tags.isArray() || tags.isEmpty()) {
      throw error("%s must have an array of tags, best first".formatted(id));
    }
    int[] classes = new int[tags.size()];
    float[] scores = new float[tags.size()];
    for (int i = 0; i < classes.length; i++) {
      JsonNode index = tags.get(i).path("index");
      JsonNode score = tags.get(i).path("score");
      if (!index.canConvertToInt() || !index.isIntegralNumber() || index.intValue() < 0) {
        throw error("%s: a tag must have an index from 0 but is %s".formatted(id, tags.get(i)));
      }
      if (!score.isNumber() || !(score.doubleValue() >= 0 && score.doubleValue() <= 1)) {
        throw error("%s: a tag must have a score from 0 to 1 but is %s".formatted(id, tags.get(i)));
      }
      classes[i] = index.intValue();
      scores[i] = score.floatValue();
    }
    if (answers.put(id, new Answer(classes, scores)) != null) {
      throw error("contains the tags of %s twice".formatted(id));
    }
  }

  private UserErrorException error(String problem) {
    return new UserErrorException(file + ": " + problem);
  }
}
