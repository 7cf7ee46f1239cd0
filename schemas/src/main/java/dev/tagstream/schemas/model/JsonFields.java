package dev.tagstream.schemas.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in an untrusted file, read strictly: a missing or invalid field
 * throws an {@link InvalidContractException} that names the file, the field, the rule and the
 * value.
 */
public final class JsonFields {

  /** The value for a height and a width that differ between images. */
  static final String ANY = "any";

  /** A million labels of 64 characters. */
  private static final long MAX_FILE_BYTES = 64L << 20;

  private final Path file;

  /** The part of the file, such as {@code tagstream.contract}; empty for the whole file. */
  private final String entry;

  /**
   * The path from the entry to the object, such as {@code preprocessing.resize}; empty for the
   * entry.
   */
  private final String path;

  private final JsonNode object;

  private JsonFields(Path file, String entry, String path, JsonNode object) {
    this.file = file;
    this.entry = entry;
    this.path = path;
    this.object = object;
    if (!object.isObject()) {
      String place = (entry + " " + path).strip();
      throw wrong(file, place.isEmpty() ? "the content" : place, "must be an object", object);
    }
  }

  /**
   * Reads a JSON file that must be an object.
   *
   * @throws InvalidContractException if it is not, cannot be read or is too large
   */
  public static JsonFields read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new InvalidContractException(
            "%s: has %d bytes, more than the %d allowed"
                .formatted(file, Files.size(file), MAX_FILE_BYTES));
      }
      return of(file, StrictJson.parse(Files.readString(file)));
    } catch (JsonProcessingException e) {
      throw new InvalidContractException(
          "%s: is not valid JSON: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new InvalidContractException("%s: cannot be read: %s".formatted(file, e), e);
    }
  }

  /** The object in a JSON file of its own. */
  public static JsonFields of(Path file, JsonNode content) {
    return new JsonFields(file, "", "", content);
  }

  /** Reads a metadata entry that must be an object. */
  static JsonFields object(Path file, String key, String json) {
    return new JsonFields(file, key, "", parse(file, key, json));
  }

  /** Reads a metadata entry that must be an array of objects. */
  static List<JsonFields> objects(Path file, String key, String json) {
    JsonNode array = parse(file, key, json);
    if (!array.isArray()) {
      throw wrong(file, key, "must be an array", array);
    }
    List<JsonFields> objects = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      String entry = "%s[%d]".formatted(key, objects.size());
      objects.add(new JsonFields(file, entry, "", element));
    }
    return objects;
  }

  private static JsonNode parse(Path file, String key, String json) {
    try {
      return StrictJson.parse(json);
    } catch (JsonProcessingException cause) {
      throw new InvalidContractException(
          "%s: %s is not valid JSON: %s".formatted(file, key, cause.getOriginalMessage()), cause);
    }
  }

  /** The names of all fields, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Whether a field is there and not null. */
  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** A field that must be an object. */
  public JsonFields object(String name) {
    return new JsonFields(file, entry, pathTo(name), object.path(name));
  }

  /** Null if the field is absent or null. */
  public @Nullable JsonFields objectOrNull(String name) {
    return has(name) ? object(name) : null;
  }

  /** A field that must be a string and not blank. */
  public String text(String name) {
    return checked(name, "must be a text that is not empty", JsonFields::isText).textValue();
  }

  /** Null if the field is absent or null. */
  public @Nullable String textOrNull(String name) {
    return has(name) ? text(name) : null;
  }

  /** Whether a field is {@value #ANY}. */
  public boolean saysAny(String name) {
    return ANY.equals(object.path(name).textValue());
  }

  boolean flag(String name) {
    return checked(name, "must be true or false", JsonNode::isBoolean).booleanValue();
  }

  /** A whole number from 1 to {@code most}. */
  public int count(String name, int most) {
    return (int) wholeNumber(name, 1, most);
  }

  public long wholeNumber(String name, long least, long most) {
    String rule =
        most == Long.MAX_VALUE
            ? "must be a whole number from %d on".formatted(least)
            : "must be a whole number from %d to %d".formatted(least, most);
    return checked(
            name,
            rule,
            node ->
                node.isIntegralNumber()
                    && node.canConvertToLong()
                    && node.longValue() >= least
                    && node.longValue() <= most)
        .longValue();
  }

  public double number(String name) {
    return checked(name, "must be a number", JsonFields::isFinite).doubleValue();
  }

  List<Double> numbers(String name, int count) {
    JsonNode array =
        checked(name, "must be %d numbers".formatted(count), node -> isNumbers(node, count));
    List<Double> numbers = new ArrayList<>(count);
    array.forEach(node -> numbers.add(node.doubleValue()));
    return numbers;
  }

  /** One of an enum's constants. */
  public <E extends Enum<E>> E constant(String name, Class<E> constants, Spelling spelling) {
    JsonNode node = object.path(name);
    for (E constant : constants.getEnumConstants()) {
      if (spelling.of(constant).equals(node.textValue())) {
        return constant;
      }
    }
    List<String> spellings = Arrays.stream(constants.getEnumConstants()).map(spelling::of).toList();
    throw wrong(name, "must be one of " + String.join(", ", spellings));
  }

  /** Refuses other fields, because ignoring a field that is not understood could change results. */
  public void allowOnly(String... names) {
    Set<String> known = Set.of(names);
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw wrong(name, "is not a field of the format; remove it");
              }
            });
  }

  /** The exception for a field that breaks a rule, such as "must be above 0". */
  public InvalidContractException wrong(String name, String rule) {
    return wrong(file, place(name), rule, object.path(name));
  }

  private static InvalidContractException wrong(
      Path file, String place, String rule, JsonNode value) {
    return new InvalidContractException(
        "%s: %s %s but was %s"
            .formatted(file, place, rule, value.isMissingNode() ? "absent" : value.toString()));
  }

  private JsonNode checked(String name, String rule, Predicate<JsonNode> test) {
    JsonNode node = object.path(name);
    if (!test.test(node)) {
      throw wrong(name, rule);
    }
    return node;
  }

  /** The entry and a path, such as {@code tagstream.contract input.height}. */
  private String place(String name) {
    return entry.isEmpty() ? pathTo(name) : entry + " " + pathTo(name);
  }

  private String pathTo(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static boolean isText(JsonNode node) {
    return node.isTextual() && !node.textValue().isBlank();
  }

  private static boolean isFinite(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue());
  }

  private static boolean isNumbers(JsonNode node, int count) {
    if (!node.isArray() || node.size() != count) {
      return false;
    }
    for (JsonNode element : node) {
      if (!isFinite(element)) {
        return false;
      }
    }
    return true;
  }
}
