package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.keras.Operand.Numbers;
import dev.tagstream.export.keras.Operand.Other;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import java.util.List;
import java.util.Map;

/** What Keras keeps of Python's operators on tensors, such as {@code x / 127.5}. */
final class Operations {

  private static final String ELLIPSIS = "__ellipsis__";
  private static final String SLICE = "__slice__";

  /** TensorFlow's functions in a {@code TFOpLambda} of Keras 2, and ONNX' operators. */
  private static final Map<String, String> OF_KERAS_2 =
      Map.of(
          "math.truediv", "Div",
          "math.divide", "Div",
          "math.subtract", "Sub",
          "math.multiply", "Mul",
          "math.add", "Add",
          "__operators__.add", "Add",
          "nn.bias_add", "Add");

  private Operations() {}

  /** A layer that merges tensors, or the operation of the same name with a number. */
  static Features mergedOrScaled(LayerCall call, String operator) {
    boolean numbers = call.call().operands().stream().anyMatch(Numbers.class::isInstance);
    return numbers ? Scalings.arithmetic(call, operator) : MergeLayers.merged(call, operator);
  }

  static Features ofKeras2(LayerCall call) {
    String function = call.configuration().text("function", "");
    String operator = OF_KERAS_2.get(function);
    if (operator == null) {
      throw call.configuration()
          .problem("the function %s is not supported".formatted(function));
    }
    return Scalings.arithmetic(call, operator);
  }

  /** {@code x[..., ::-1]} alone, which turns RGB into BGR. */
  static Features item(LayerCall call) {
    Configuration configuration = call.configuration();
    List<Operand> operands = call.call().operands();
    Features x = call.graph().padded(call.name(), call.input());
    boolean reverses =
        operands.size() == 2 && operands.get(1) instanceof Other key && reversesLast(key.json());
    if (!reverses) {
      throw configuration.problem("takes a part of its input in a way that is not supported");
    }
    int size = x.shape().get(x.rank() - 1);
    int axis = ActivationLayers.physical(x, x.rank());
    Value value =
        call.apply(
            Operation.of("Slice"),
            x.value(),
            call.graph().wholeNumbers(call.name() + ".begins", size - 1),
            call.graph().wholeNumbers(call.name() + ".ends", Long.MIN_VALUE),
            call.graph().wholeNumbers(call.name() + ".axes", axis),
            call.graph().wholeNumbers(call.name() + ".steps", -1));
    return call.features(value, x.shape(), x.order()).with(x.pixels());
  }

  private static boolean reversesLast(JsonNode key) {
    JsonNode items = key.isArray() ? key : key.path("config").path("items");
    JsonNode slice = items.path(1).path("config");
    return items.size() == 2
        && items.get(0).path("class_name").asText().equals(ELLIPSIS)
        && items.get(1).path("class_name").asText().equals(SLICE)
        && slice.path("start").isNull()
        && slice.path("stop").isNull()
        && slice.path("step").asInt() == -1;
  }
}
