package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InputSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one layer in a file. Each field is checked when it is read.
 *
 * @param file for error messages
 * @param type the layer's class, such as {@code Conv2D}
 * @param name the layer's own name
 * @param fields the settings
 */
record Configuration(Path file, String type, String name, JsonNode fields) {

  private static final String CHANNELS_FIRST = "channels_first";
  private static final String CHANNELS_LAST = "channels_last";
  private static final int MAX_COUNT = 1 << 24;

  /** Two numbers, for the height and the width. */
  record Pair(int height, int width) {}

  boolean has(String field) {
    JsonNode value = fields.path(field);
    return !value.isMissingNode() && !value.isNull();
  }

  /** A required setting, a positive number. */
  int count(String field) {
    return whole(field, fields.path(field), 1);
  }

  int count(String field, int otherwise) {
    return has(field) ? count(field) : otherwise;
  }

  int integer(String field, int otherwise) {
    return has(field) ? whole(field, fields.path(field), -MAX_COUNT) : otherwise;
  }

  double number(String field, double otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    JsonNode value = fields.path(field);
    // Keras saves NumPy numbers as lists of one element, or as objects with a value
    JsonNode plain = value.isObject() ? value.path("config").path("value") : value;
    if (!plain.isNumber() || !Double.isFinite(plain.asDouble())) {
      throw wrong(field, "a number");
    }
    return plain.asDouble();
  }

  boolean flag(String field, Flag otherwise) {
    if (!has(field)) {
      return otherwise == Flag.YES;
    }
    JsonNode value = fields.path(field);
    if (!value.isBoolean()) {
      throw wrong(field, "true or false");
    }
    return value.asBoolean();
  }

  /** The value of an absent flag. */
  enum Flag {
    YES,
    NO
  }

  String text(String field, String otherwise) {
    if (!has(field)) {
      return otherwise;
    }
    JsonNode value = fields.path(field);
    if (!value.isTextual()) {
      throw wrong(field, "a text");
    }
    return value.asText();
  }

  /** One number for both sides, or one for each. */
  Pair pair(String field, @Nullable Pair otherwise) {
    JsonNode value = fields.path(field);
    if (!has(field) && otherwise != null) {
      return otherwise;
    }
    if (value.isArray() && value.size() == 2) {
      return new Pair(side(field, value.get(0)), side(field, value.get(1)));
    }
    int both = side(field, value);
    return new Pair(both, both);
  }

  private int side(String field, JsonNode value) {
    int side = whole(field, value, 1);
    if (side > InputSpec.MAX_SIDE) {
      throw wrong(field, "at most " + InputSpec.MAX_SIDE);
    }
    return side;
  }

  /** Whether the channels come before height and width. */
  boolean isChannelsFirst() {
    String format = text("data_format", CHANNELS_LAST);
    if (!format.equals(CHANNELS_FIRST) && !format.equals(CHANNELS_LAST)) {
      throw wrong("data_format", CHANNELS_FIRST + " or " + CHANNELS_LAST);
    }
    return format.equals(CHANNELS_FIRST);
  }

  int whole(String field, JsonNode value, int least) {
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.asInt() < least
        || value.asInt() > MAX_COUNT) {
      throw wrong(field, "a whole number from %d to %d".formatted(least, MAX_COUNT));
    }
    return value.asInt();
  }

  /** The refusal of a setting, with its name and value. */
  ExportException wrong(String field, String expected) {
    return problem("%s must be %s but is %s".formatted(field, expected, shown(field)));
  }

  /** The refusal of the layer. */
  ExportException problem(String problem) {
    return ExportException.in(file, "the layer %s (%s): %s".formatted(name, type, problem));
  }

  private String shown(String field) {
    String text = fields.path(field).toString();
    int most = 100;
    return text.isEmpty() ? "missing" : text.length() > most ? text.substring(0, most) : text;
  }
}
