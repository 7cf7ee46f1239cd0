package dev.tagstream.export.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields of a JSON object in a file that nobody vouches for. What is missing or of the wrong
 * kind is answered by file, field, rule and value.
 */
final class JsonFields {

  /** What the format writes for a height and a width that are each picture's own. */
  static final String ANY = "any";

  private final Path file;
  private final String path;
  private final JsonNode object;

  private JsonFields(Path file, String path, JsonNode object) {
    this.file = file;
    this.path = path;
    this.object = object;
    if (!object.isObject()) {
      throw ExportException.in(
          file,
          (path.isEmpty() ? "the content" : path) + " must be an object but is " + shown(object));
    }
  }

  static JsonFields of(Path file, JsonNode root) {
    return new JsonFields(file, "", root);
  }

  boolean has(String field) {
    return object.hasNonNull(field);
  }

  JsonFields object(String field) {
    return new JsonFields(file, name(field), object.path(field));
  }

  String text(String field) {
    JsonNode node = object.path(field);
    if (!node.isTextual() || node.asText().isBlank()) {
      throw problem(field, "must be a text");
    }
    return node.asText();
  }

  /** Whether a field says {@link #ANY}. */
  boolean isAny(String field) {
    return object.path(field).asText().equals(ANY);
  }

  boolean truth(String field) {
    JsonNode node = object.path(field);
    if (!node.isBoolean()) {
      throw problem(field, "must be true or false");
    }
    return node.asBoolean();
  }

  /** A whole number from 1 to {@code max}. */
  long count(String field, long max) {
    JsonNode node = object.path(field);
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.asLong() < 1
        || node.asLong() > max) {
      throw problem(field, "must be a whole number from 1 to " + max);
    }
    return node.asLong();
  }

  double number(String field) {
    JsonNode node = object.path(field);
    if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
      throw problem(field, "must be a number");
    }
    return node.asDouble();
  }

  /** Three numbers, one for each channel. */
  List<Double> channels(String field) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode node : object.path(field)) {
      numbers.add(node.isNumber() ? node.asDouble() : Double.NaN);
    }
    if (numbers.size() != 3 || !numbers.stream().allMatch(Double::isFinite)) {
      throw problem(field, "must be an array of three numbers");
    }
    return numbers;
  }

  /** One of an enum's constants, in lower case with hyphens or as Java writes it. */
  <E extends Enum<E>> E choice(String field, Class<E> type) {
    String text = object.path(field).asText();
    Set<E> constants = EnumSet.allOf(type);
    for (E constant : constants) {
      if (JsonFields.written(constant).equals(text)) {
        return constant;
      }
    }
    throw problem(
        field,
        "must be " + String.join(" or ", constants.stream().map(JsonFields::written).toList()));
  }

  void refuseOthersThan(Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                throw ExportException.in(
                    file, name(field) + " is not a field of the format; known are " + known);
              }
            });
  }

  ExportException problem(String field, String rule) {
    return ExportException.in(
        file, "%s %s but is %s".formatted(name(field), rule, shown(object.path(field))));
  }

  /** How the format writes a constant: abbreviations in capitals, words in lower case. */
  static String written(Enum<?> constant) {
    boolean abbreviation =
        constant instanceof InputSpec.Layout || constant instanceof Preprocessing.ChannelOrder;
    return abbreviation
        ? constant.name()
        : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String name(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "missing" : node.toString();
  }
}
