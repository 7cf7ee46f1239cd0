package dev.tagstream.export.keras;

import static dev.tagstream.export.keras.Features.PLANES_RANK;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.keras.Features.Order;
import dev.tagstream.export.keras.Operand.Numbers;
import dev.tagstream.export.keras.Operand.Other;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes Python's operators on tensors as Keras records them, such as {@code x / 127.5}. */
final class Operations {

  private static final String ELLIPSIS = "__ellipsis__";
  private static final String SLICE = "__slice__";

  /** The ONNX operators for TensorFlow's functions in a {@code TFOpLambda} of Keras 2. */
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

  /** Writes a layer that merges tensors, or the operation of the same name with a number. */
  static Features mergedOrScaled(LayerCall call, String operator) {
    boolean numbers = call.call().operands().stream().anyMatch(Numbers.class::isInstance);
    return numbers ? Scalings.arithmetic(call, operator) : MergeLayers.merged(call, operator);
  }

  static Features ofKeras2(LayerCall call) {
    String function = call.configuration().text("function", "");
    String operator = OF_KERAS_2.get(function);
    if (operator == null) {
      throw call.configuration().problem("the function %s is not supported".formatted(function));
    }
    return Scalings.arithmetic(call, operator);
  }

  /** Writes {@code x[..., ::-1]}, which converts RGB to BGR, and {@code x[..., 2]}. */
  static Features item(LayerCall call) {
    List<Operand> operands = call.call().operands();
    Features x = call.graph().padded(call.name(), call.input());
    if (operands.size() == 2 && operands.get(1) instanceof Other key) {
      if (reversesLast(key.json())) {
        return reversed(call, x);
      }
      JsonNode channel = key.json().path(1);
      boolean one = key.json().size() == 2 && isEllipsis(key.json().path(0));
      if (one && channel.isInt() && x.rank() == PLANES_RANK) {
        return channel(call, x, channel.asInt());
      }
    }
    throw call.configuration().problem("slices its input in a way that is not supported");
  }

  private static Features reversed(LayerCall call, Features x) {
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
    PixelScaling pixels = x.pixels();
    return call.features(value, x.shape(), x.order())
        .with(
            pixels == null
                ? null
                : PixelScaling.of(
                    List.of(pixels.channel(2), pixels.channel(1), pixels.channel(0))));
  }

  /** One channel of an image, [height, width]. */
  private static Features channel(LayerCall call, Features x, int channel) {
    int channels = x.shape().get(PLANES_RANK - 1);
    if (channel < 0 || channel >= channels) {
      throw call.configuration().problem("takes the channel %d of %d".formatted(channel, channels));
    }
    Value value =
        call.apply(
            Operation.of("Gather").with("axis", ActivationLayers.physical(x, x.rank())),
            x.value(),
            call.graph().wholeNumber(call.name() + ".channel", channel));
    PixelScaling pixels = x.pixels();
    return call.features(value, x.shape().subList(0, 2), Order.AS_SHAPED)
        .with(pixels == null || channels > 3 ? null : pixels.channel(channel));
  }

  /** Stacks channels [height, width], which {@code x[..., 2]} creates. */
  static Features stacked(LayerCall call) {
    List<Features> inputs = call.inputs();
    int axis = call.configuration().integer("axis", 0);
    boolean channels = !inputs.isEmpty() && inputs.stream().allMatch(x -> x.rank() == 2);
    if (!channels || (axis != -1 && axis != PLANES_RANK)) {
      throw call.configuration().problem("only channels of images can be stacked");
    }
    Value[] planes = new Value[inputs.size()];
    for (int i = 0; i < planes.length; i++) {
      if (!inputs.get(i).shape().equals(inputs.get(0).shape())) {
        throw call.configuration().problem("stacks channels of different sizes");
      }
      planes[i] =
          call.part(
              "plane",
              Operation.of("Unsqueeze"),
              inputs.get(i).value(),
              call.graph().wholeNumbers(call.name() + ".axes", 1));
    }
    Value value = call.apply(Operation.of("Concat").with("axis", 1), planes);
    List<Integer> shape = new ArrayList<>(inputs.get(0).shape());
    shape.add(planes.length);
    List<PixelScaling> pixels = new ArrayList<>();
    for (Features input : inputs) {
      if (input.pixels() != null) {
        pixels.add(input.pixels());
      }
    }
    boolean image = pixels.size() == 3 && planes.length == 3;
    return call.features(value, shape, Order.CHANNELS_FIRST)
        .with(image ? PixelScaling.of(pixels) : null);
  }

  private static boolean isEllipsis(JsonNode item) {
    return item.path("class_name").asText().equals(ELLIPSIS);
  }

  private static boolean reversesLast(JsonNode key) {
    JsonNode items = key.isArray() ? key : key.path("config").path("items");
    JsonNode slice = items.path(1).path("config");
    return items.size() == 2
        && isEllipsis(items.get(0))
        && items.get(1).path("class_name").asText().equals(SLICE)
        && slice.path("start").isNull()
        && slice.path("stop").isNull()
        && slice.path("step").asInt() == -1;
  }
}
