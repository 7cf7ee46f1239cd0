package dev.tagstream.cli.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads results from a file, a JSON object on each line, as {@code tagstream tag --to FILE.jsonl}
 * and {@code tagstream results --json} write them. Rejects are passed over.
 *
 * @param since when the first of them was tagged; null for all
 */
record FileResults(Path file, @Nullable Instant since) implements ResultSource {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public void read(Predicate<BestTag> results) {
    try (InputStream in = Files.newInputStream(file);
        MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(in)) {
      boolean more = true;
      while (more && lines.hasNextValue()) {
        JsonNode line = lines.nextValue();
        if (!line.has("reason") && isWithin(line)) {
          more = results.test(bestTag(line, lines.getCurrentLocation().getLineNr()));
        }
      }
    } catch (JsonProcessingException e) {
      throw error(
          "line %d is not valid JSON: %s"
              .formatted(e.getLocation().getLineNr(), e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UserErrorException("%s: cannot be read: %s".formatted(file, e));
    }
  }

  @Override
  public String place() {
    return file.toString();
  }

  private boolean isWithin(JsonNode line) {
    Instant first = since;
    return first == null || line.path("taggedAt").longValue() >= first.toEpochMilli();
  }

  private BestTag bestTag(JsonNode line, int number) {
    JsonNode name = line.path("modelName");
    JsonNode sha256 = line.path("modelSha256");
    JsonNode tags = line.path("tags");
    if (!name.isTextual() || !sha256.isTextual() || !tags.isArray()) {
      throw error(
          "line %d must have modelName, modelSha256 and an array of tags, as 'tagstream results --json' writes them"
              .formatted(number));
    }
    if (!SHA256.matcher(sha256.textValue()).matches()) {
      throw error(
          "line %d: modelSha256 must be 64 hexadecimal digits in lower case but was '%s'"
              .formatted(number, sha256.textValue()));
    }
    TaggedBy model = new TaggedBy(name.textValue(), sha256.textValue());
    if (tags.isEmpty()) {
      return new BestTag(model, null, 0, attributes(line));
    }
    JsonNode label = tags.get(0).path("label");
    JsonNode score = tags.get(0).path("score");
    if (!label.isTextual()
        || !score.isNumber()
        || !(score.doubleValue() >= 0 && score.doubleValue() <= 1)) {
      throw error(
          "line %d: a tag must have a label and a score from 0 to 1 but is %s"
              .formatted(number, tags.get(0)));
    }
    return new BestTag(model, label.textValue(), score.floatValue(), attributes(line));
  }

  private static Map<String, String> attributes(JsonNode line) {
    Map<String, String> attributes = new HashMap<>();
    line.path("attributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
    return attributes;
  }

  private UserErrorException error(String problem) {
    return new UserErrorException(file + ": " + problem);
  }
}
