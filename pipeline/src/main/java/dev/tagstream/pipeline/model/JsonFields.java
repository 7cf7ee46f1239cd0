package dev.tagstream.pipeline.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in a model's metadata, read strictly: whatever is missing or not as
 * it must be is an {@link UnusableModelException} that names the file, the field, the rule and the
 * value.
 */
final class JsonFields {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final String place;
  private final JsonNode object;

  private JsonFields(Path file, String place, JsonNode object) {
    this.file = file;
    this.place = place;
    this.object = object;
    if (!object.isObject()) {
      throw wrong(file, place, "must be an object", object);
    }
  }

  /** Reads metadata that must be an object. */
  static JsonFields object(Path file, String key, String json) {
    return new JsonFields(file, key, parse(file, key, json));
  }

  /** Reads metadata that must be an array of objects. */
  static List<JsonFields> objects(Path file, String key, String json) {
    JsonNode array = parse(file, key, json);
    if (!array.isArray()) {
      throw wrong(file, key, "must be an array", array);
    }
    List<JsonFields> objects = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      objects.add(new JsonFields(file, "%s[%d]".formatted(key, objects.size()), element));
    }
    return objects;
  }

  private static JsonNode parse(Path file, String key, String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException cause) {
      throw new UnusableModelException(
          "%s: %s is not valid JSON: %s".formatted(file, key, cause.getOriginalMessage()), cause);
    }
  }

  JsonFields object(String name) {
    return new JsonFields(file, place(name), field(name));
  }

  /** Null where the field is absent or null. */
  @Nullable JsonFields objectOrNull(String name) {
    return object.hasNonNull(name) ? object(name) : null;
  }

  String text(String name) {
    return checked(name, "must be a text that is not empty", JsonFields::isText).textValue();
  }

  /** Null where the field is absent or null. */
  @Nullable String textOrNull(String name) {
    return object.hasNonNull(name) ? text(name) : null;
  }

  /** Whether a field is this text. */
  boolean says(String name, String text) {
    return text.equals(object.path(name).textValue());
  }

  boolean flag(String name) {
    return checked(name, "must be true or false", JsonNode::isBoolean).booleanValue();
  }

  int wholeNumber(String name, int least, int most) {
    String rule =
        most == Integer.MAX_VALUE
            ? "must be a whole number from %d on".formatted(least)
            : "must be a whole number from %d to %d".formatted(least, most);
    return checked(
            name,
            rule,
            node ->
                node.canConvertToInt() && node.isInt() && isWithin(node.intValue(), least, most))
        .intValue();
  }

  double number(String name) {
    return checked(name, "must be a number", JsonFields::isFinite).doubleValue();
  }

  List<Double> numbers(String name, int count) {
    JsonNode array =
        checked(name, "must be %d numbers".formatted(count), node -> isNumbers(node, count));
    List<Double> numbers = new ArrayList<>(count);
    array.forEach(node -> numbers.add(node.doubleValue()));
    return numbers;
  }

  /** A constant written in lower case, with dashes: {@code shortest-side}. */
  <E extends Enum<E>> E lowerCaseConstant(String name, Class<E> constants) {
    return constant(
        name, constants, constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** A constant written as Java does: {@code NCHW}. */
  <E extends Enum<E>> E upperCaseConstant(String name, Class<E> constants) {
    return constant(name, constants, Enum::name);
  }

  private <E extends Enum<E>> E constant(
      String name, Class<E> constants, Function<E, String> spelling) {
    JsonNode node = field(name);
    for (E constant : constants.getEnumConstants()) {
      if (spelling.apply(constant).equals(node.textValue())) {
        return constant;
      }
    }
    List<String> spellings = Arrays.stream(constants.getEnumConstants()).map(spelling).toList();
    throw wrong(name, "must be one of " + String.join(", ", spellings));
  }

  /** Refuses fields of other names: what is not understood must not be ignored. */
  void allowOnly(String... names) {
    Set<String> known = Set.of(names);
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw wrong(name, "is not a field of the format; it must not be there");
              }
            });
  }

  /** The exception for a field that breaks a rule, such as "must be above 0". */
  UnusableModelException wrong(String name, String rule) {
    return wrong(file, place(name), rule, object.path(name));
  }

  private static UnusableModelException wrong(
      Path file, String place, String rule, JsonNode value) {
    return new UnusableModelException(
        "%s: %s %s but was %s"
            .formatted(file, place, rule, value.isMissingNode() ? "absent" : value.toString()));
  }

  private JsonNode checked(String name, String rule, Predicate<JsonNode> test) {
    JsonNode node = field(name);
    if (!test.test(node)) {
      throw wrong(name, rule);
    }
    return node;
  }

  private JsonNode field(String name) {
    return object.path(name);
  }

  /** The metadata's key and a path, such as {@code tagstream.contract input.height}. */
  private String place(String name) {
    return place + (place.indexOf(' ') < 0 ? " " : ".") + name;
  }

  private static boolean isText(JsonNode node) {
    return node.isTextual() && !node.textValue().isBlank();
  }

  private static boolean isWithin(int value, int least, int most) {
    return value >= least && value <= most;
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
