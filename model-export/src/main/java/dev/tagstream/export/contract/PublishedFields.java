package dev.tagstream.export.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InputSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields with the preprocessing of a published model. A missing or invalid field is refused,
 * with the option to set instead.
 */
record PublishedFields(Path file, JsonNode json) {

  private static final int CHANNELS = 3;

  /** A flag; {@code usual} where it is absent. */
  boolean is(String name, JsonNode usual) {
    JsonNode value = json.hasNonNull(name) ? json.get(name) : usual;
    if (!value.isBoolean()) {
      throw wrong(name, "must be true or false");
    }
    return value.booleanValue();
  }

  /** The length of a side in pixels. */
  int side(String name, JsonNode value) {
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > InputSpec.MAX_SIDE) {
      throw wrong(name, "must be a side in pixels from 1 to %d".formatted(InputSpec.MAX_SIDE));
    }
    return value.intValue();
  }

  /** A number above 0 and at most {@code most}. */
  double positive(String name, double most) {
    double value = json.path(name).isNumber() ? json.path(name).doubleValue() : 0;
    if (!(value > 0 && value <= most)) {
      throw wrong(name, "must be a number above 0 and at most " + most);
    }
    return value;
  }

  /** A number for each of three channels. */
  List<Double> channels(String name) {
    List<Double> values = new ArrayList<>();
    for (JsonNode value : json.path(name)) {
      if (value.isNumber() && Double.isFinite(value.doubleValue())) {
        values.add(value.doubleValue());
      }
    }
    if (json.path(name).size() != CHANNELS || values.size() != CHANNELS) {
      throw wrong(name, "must be 3 numbers");
    }
    return values;
  }

  /** As {@link #channels}, none of them 0. */
  List<Double> deviations(String name) {
    List<Double> values = channels(name);
    if (values.contains(0.0)) {
      throw wrong(name, "must not be 0");
    }
    return values;
  }

  /** The refusal of a field. */
  ExportException wrong(String name, String rule) {
    JsonNode value = json.path(name);
    return ExportException.in(
        file,
        "%s %s but is %s; set --preprocessing"
            .formatted(name, rule, value.isMissingNode() ? "absent" : value));
  }
}
