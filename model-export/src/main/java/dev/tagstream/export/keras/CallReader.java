package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.keras.Operand.Numbers;
import dev.tagstream.export.keras.Operand.Other;
import dev.tagstream.export.keras.Operand.Output;
import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the calls of layers. Keras 3 writes {@code {"args": [...], "kwargs": {...}}}, in which a
 * tensor is an object with its history. Keras 2 writes a list of {@code [layer, call, output,
 * {options}]}.
 */
final class CallReader {

  private static final String TENSOR = "__keras_tensor__";

  private CallReader() {}

  static Call read(JsonNode json, Path file) {
    Map<String, Operand> options = new LinkedHashMap<>();
    List<Operand> operands = new ArrayList<>();
    if (json.isObject()) {
      for (JsonNode argument : json.path("args")) {
        addOperands(argument, operands);
      }
      addOptions(json.path("kwargs"), options);
    } else if (isReference(json)) {
      addLegacy(json, operands, options);
    } else if (json.isArray()) {
      for (JsonNode one : json) {
        if (!isReference(one)) {
          throw ExportException.in(file, "calls a layer in an unknown way: " + shown(one));
        }
        addLegacy(one, operands, options);
      }
    } else {
      throw ExportException.in(file, "calls a layer in an unknown way: " + shown(json));
    }
    return new Call(operands, options);
  }

  /** Whether this is {@code [layer, call, output]}, which Keras 2 extends by options. */
  static boolean isReference(JsonNode json) {
    return json.isArray()
        && (json.size() == 3 || json.size() == 4)
        && json.get(0).isTextual()
        && json.get(1).canConvertToInt()
        && json.get(1).isIntegralNumber()
        && json.get(2).isIntegralNumber()
        && json.get(2).canConvertToInt();
  }

  static Output reference(JsonNode json) {
    return new Output(json.get(0).asText(), json.get(1).asInt(), json.get(2).asInt());
  }

  private static void addLegacy(
      JsonNode json, List<Operand> operands, Map<String, Operand> options) {
    operands.add(reference(json));
    if (json.size() > 3) {
      addOptions(json.get(3), options);
    }
  }

  private static void addOptions(JsonNode json, Map<String, Operand> options) {
    json.properties().forEach(option -> options.put(option.getKey(), operand(option.getValue())));
  }

  /** Adds each tensor of a list as one operand, for layers that merge tensors. */
  private static void addOperands(JsonNode argument, List<Operand> operands) {
    boolean tensors = argument.isArray() && !argument.isEmpty();
    for (JsonNode one : argument) {
      tensors &= operand(one) instanceof Output;
    }
    if (tensors) {
      argument.forEach(one -> operands.add(operand(one)));
    } else {
      operands.add(operand(argument));
    }
  }

  /**
   * Numbers along the last dimension are one for each channel; the dimensions before it must be 1.
   */
  private static Operand operand(JsonNode json) {
    JsonNode history = json.path("config").path("keras_history");
    if (json.path("class_name").asText().equals(TENSOR) && isReference(history)) {
      return reference(history);
    }
    if (isReference(json)) {
      return reference(json);
    }
    JsonNode value = json.isObject() ? json.path("config").path("value") : json;
    if (value.isNumber()) {
      return new Numbers(List.of(value.asDouble()));
    }
    List<Double> numbers = new ArrayList<>();
    JsonNode row = value;
    while (row.isArray() && row.size() == 1 && row.get(0).isArray()) {
      row = row.get(0);
    }
    for (JsonNode one : row) {
      if (!row.isArray() || !one.isNumber()) {
        return new Other(json);
      }
      numbers.add(one.asDouble());
    }
    return numbers.isEmpty() ? new Other(json) : new Numbers(numbers);
  }

  private static String shown(JsonNode json) {
    String text = json.toString();
    int most = 100;
    return text.length() > most ? text.substring(0, most) : text;
  }
}
