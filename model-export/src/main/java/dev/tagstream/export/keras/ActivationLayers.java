package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.keras.Features.Order;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import dev.tagstream.export.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Writes activations: layers of their own, and the last part of other layers. */
final class ActivationLayers {

  private static final String LINEAR = "linear";
  private static final String SOFTMAX = "softmax";
  private static final String SIGMOID = "sigmoid";
  private static final int LAST = -1;

  private ActivationLayers() {}

  /** Writes the activation at the end of another layer. */
  static Features after(LayerCall call, Features x) {
    JsonNode activation = call.configuration().fields().path("activation");
    if (activation.isMissingNode() || activation.isNull()) {
      return x;
    }
    if (activation.isTextual()) {
      Configuration own = call.configuration();
      return named(call.with(own, x), activation.asText());
    }
    return layer(call, x, activation);
  }

  /** Writes the layer {@code Activation}. */
  static Features activation(LayerCall call) {
    JsonNode activation = call.configuration().fields().path("activation");
    return activation.isTextual()
        ? named(call, activation.asText())
        : layer(call, call.input(), activation);
  }

  static Features relu(LayerCall call) {
    Configuration configuration = call.configuration();
    double slope = configuration.number("negative_slope", 0);
    double threshold = configuration.number("threshold", 0);
    if (threshold != 0) {
      throw configuration.problem("a threshold other than 0 is not supported");
    }
    Features x = unpadded(call);
    if (!configuration.has("max_value")) {
      Operation operation =
          slope == 0 ? Operation.of("Relu") : Operation.of("LeakyRelu").with("alpha", slope);
      return result(call, x, call.apply(operation, x.value()));
    }
    if (slope != 0) {
      throw configuration.problem("max_value together with negative_slope is not supported");
    }
    double most = configuration.number("max_value", 0);
    return result(
        call,
        x,
        call.apply(
            Operation.of("Clip"), x.value(), call.scalar("zero", 0), call.scalar("most", most)));
  }

  static Features leakyRelu(LayerCall call) {
    double usual = 0.3;
    double alpha = call.configuration().number("alpha", usual);
    double slope = call.configuration().number("negative_slope", alpha);
    Features x = unpadded(call);
    return result(call, x, call.apply(Operation.of("LeakyRelu").with("alpha", slope), x.value()));
  }

  static Features elu(LayerCall call) {
    double alpha = call.configuration().number("alpha", 1);
    Features x = unpadded(call);
    return result(call, x, call.apply(Operation.of("Elu").with("alpha", alpha), x.value()));
  }

  /** Writes the layer {@code PReLU}: one slope for each feature, or one shared along some axes. */
  static Features parametricRelu(LayerCall call) {
    Features x = call.graph().asShaped(call.name(), call.input());
    int[] shape = x.shape().stream().mapToInt(Integer::intValue).toArray();
    Set<Integer> shared = new HashSet<>();
    call.configuration().fields().path("shared_axes").forEach(axis -> shared.add(axis.asInt()));
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = shared.contains(axis + 1) ? 1 : shape[axis];
    }
    if (Arrays.stream(shape).anyMatch(size -> size == Features.OPEN)) {
      throw call.configuration().problem("needs a fixed image size; set --size");
    }
    Tensor slope = call.weights().tensor("alpha", shape);
    return result(
        call, x, call.apply(Operation.of("PRelu"), x.value(), call.constant("alpha", slope)));
  }

  static Features softmax(LayerCall call) {
    JsonNode axis = call.configuration().fields().path("axis");
    if (axis.isArray() && axis.size() == 1) {
      return softmax(call, axis.get(0).asInt());
    }
    return softmax(call, call.configuration().integer("axis", LAST));
  }

  private static Features named(LayerCall call, String name) {
    Features x = unpadded(call);
    if (name.equals(LINEAR)) {
      return x;
    }
    if (name.equals(SOFTMAX)) {
      return softmax(call, LAST);
    }
    Activation activation = Activation.named(name);
    if (activation == null) {
      throw call.configuration().problem("the activation %s is not supported".formatted(name));
    }
    Features y = result(call, x, activation.write(call, x.value()));
    return name.equals(SIGMOID)
        ? y.with(new Ending(LastStep.SIGMOID, call.configuration().name(), x))
        : y;
  }

  /** Writes an activation that is an object. It must be a layer of Keras. */
  private static Features layer(LayerCall call, Features x, JsonNode activation) {
    String type = activation.path("class_name").asText();
    LayerKind kind = LayerKind.named(type).filter(LayerKind::isActivation).orElse(null);
    if (kind == null) {
      JsonNode shown =
          activation.path("config").isTextual() ? activation.path("config") : activation;
      String text = shown.toString();
      throw call.configuration()
          .problem(
              "the activation %s is not supported"
                  .formatted(text.substring(0, Math.min(text.length(), 100))));
    }
    Configuration own =
        new Configuration(
            call.configuration().file(),
            type,
            call.configuration().name(),
            activation.path("config"));
    return kind.write(call.with(own, x));
  }

  private static Features softmax(LayerCall call, int axis) {
    Features x = unpadded(call);
    int dimension = axis < 0 ? x.rank() + 1 + axis : axis;
    if (dimension < 1 || dimension > x.rank()) {
      throw call.configuration().wrong("axis", "one of the input's");
    }
    Value value =
        call.apply(Operation.of("Softmax").with("axis", physical(x, dimension)), x.value());
    Features y = result(call, x, value);
    return dimension == x.rank()
        ? y.with(new Ending(LastStep.SOFTMAX, call.configuration().name(), x))
        : y;
  }

  /**
   * The dimension of the value that corresponds to a dimension of Keras' shape, both counted with
   * the batch.
   */
  static int physical(Features x, int dimension) {
    if (x.order() == Order.AS_SHAPED || dimension == 0) {
      return dimension;
    }
    return dimension == Features.PLANES_RANK ? 1 : dimension + 1;
  }

  private static Features unpadded(LayerCall call) {
    return call.graph().padded(call.name(), call.input());
  }

  private static Features result(LayerCall call, Features x, Value value) {
    return Features.of(value, x.shape(), x.order(), Ending.other(call.configuration().name()));
  }
}
