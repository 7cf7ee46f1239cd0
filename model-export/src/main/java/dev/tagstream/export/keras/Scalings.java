package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.keras.Features.Order;
import dev.tagstream.export.keras.Operand.Numbers;
import dev.tagstream.export.keras.Operand.Other;
import dev.tagstream.export.keras.Operand.Output;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes arithmetic with numbers in the configuration: the layer {@code Rescaling} and the
 * operations that Keras records for {@code x / 127.5 - 1}.
 */
final class Scalings {

  private static final List<Double> ZERO = List.of(0.0);
  private static final List<Double> ONE = List.of(1.0);

  private Scalings() {}

  /** Writes the layer {@code Rescaling}: {@code x * scale + offset}. */
  static Features rescaling(LayerCall call) {
    Configuration configuration = call.configuration();
    Features x = call.graph().padded(call.name(), call.input());
    List<Double> scale =
        configuration.has("scale")
            ? numbers(configuration, "scale", configuration.fields().path("scale"))
            : ONE;
    List<Double> offset =
        configuration.has("offset")
            ? numbers(configuration, "offset", configuration.fields().path("offset"))
            : ZERO;
    requireFit(configuration, scale, x);
    requireFit(configuration, offset, x);
    Value scaled =
        call.part("scaled", Operation.of("Mul"), x.value(), constant(call, "scale", scale, x));
    Value value = call.apply(Operation.of("Add"), scaled, constant(call, "offset", offset, x));
    PixelScaling pixels = x.pixels();
    return call.features(value, x.shape(), x.order())
        .with(pixels == null ? null : pixels.times(scale).plus(offset));
  }

  /** An operation on one tensor and numbers. Merging layers handle two tensors. */
  static Features arithmetic(LayerCall call, String operator) {
    Configuration configuration = call.configuration();
    List<Operand> operands = new ArrayList<>(call.call().operands());
    // Keras 2 writes the second operand as an option
    for (String option : List.of("x", "y", "bias", "x1", "x2")) {
      Operand operand = call.call().options().get(option);
      if (operand != null && !isNull(operand)) {
        operands.add(operand);
      }
    }
    if (operands.size() != 2) {
      throw configuration.problem("takes two operands but has " + operands.size());
    }
    if (operands.get(0) instanceof Output && operands.get(1) instanceof Output) {
      return MergeLayers.merged(call, operator);
    }
    if (operands.get(0) instanceof Output && operands.get(1) instanceof Numbers numbers) {
      return scaled(call, operator, numbers.values());
    }
    boolean commutes = operator.equals("Add") || operator.equals("Mul");
    if (commutes
        && operands.get(0) instanceof Numbers numbers
        && operands.get(1) instanceof Output) {
      return scaled(call, operator, numbers.values());
    }
    throw configuration.problem("is called with operands that are not supported");
  }

  private static Features scaled(LayerCall call, String operator, List<Double> numbers) {
    Features x = call.graph().padded(call.name(), call.input());
    requireFit(call.configuration(), numbers, x);
    Value value =
        call.apply(Operation.of(operator), x.value(), constant(call, "operand", numbers, x));
    return call.features(value, x.shape(), x.order()).with(pixels(x.pixels(), operator, numbers));
  }

  private static @Nullable PixelScaling pixels(
      @Nullable PixelScaling pixels, String operator, List<Double> numbers) {
    if (pixels == null) {
      return null;
    }
    return switch (operator) {
      case "Add" -> pixels.plus(numbers);
      case "Sub" -> pixels.plus(numbers.stream().map(number -> -number).toList());
      case "Mul" -> pixels.times(numbers);
      default -> pixels.times(numbers.stream().map(number -> 1 / number).toList());
    };
  }

  /**
   * A constant of one number, or of numbers along the last dimension, that broadcasts to the
   * features.
   */
  static Value constant(LayerCall call, String part, List<Double> numbers, Features x) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    Shape shape = Shape.of(values.length);
    if (values.length == 1) {
      shape = Shape.of();
    } else if (x.order() == Order.CHANNELS_FIRST) {
      shape = Shape.of(values.length, 1, 1);
    }
    return call.constant(part, new Tensor(shape, values));
  }

  static List<Double> numbers(Configuration configuration, String field, JsonNode given) {
    JsonNode json = given.isObject() ? given.path("config").path("value") : given;
    if (json.isNumber()) {
      return List.of(json.asDouble());
    }
    List<Double> values = new ArrayList<>();
    collect(json, values);
    if (values.isEmpty()) {
      throw configuration.wrong(field, "numbers");
    }
    return values;
  }

  private static void collect(JsonNode json, List<Double> values) {
    for (JsonNode one : json) {
      if (one.isNumber()) {
        values.add(one.asDouble());
      } else {
        collect(one, values);
      }
    }
  }

  /** Checks that numbers for each channel fit the last dimension, along which they broadcast. */
  private static void requireFit(Configuration configuration, List<Double> numbers, Features x) {
    if (numbers.size() != 1 && numbers.size() != x.shape().get(x.rank() - 1)) {
      throw configuration.problem(
          "has %d numbers for features %s".formatted(numbers.size(), x.shape()));
    }
  }

  private static boolean isNull(Operand operand) {
    return operand instanceof Other other && other.json().isNull();
  }
}
