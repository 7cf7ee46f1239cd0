package dev.tagstream.export.keras;

import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Activation functions, by their names in Keras. */
@FunctionalInterface
interface Activation {

  /** Keras 3 changed {@code hard_sigmoid}. */
  int FIRST_WITH_NEW_HARD_SIGMOID = 3;

  /** Writes the function of a value. */
  Value write(LayerCall call, Value x);

  /** The functions without settings. Softmax is not one of them, because it needs an axis. */
  Map<String, Activation> BY_NAME =
      Map.ofEntries(
          Map.entry("relu", operation(Operation.of("Relu"))),
          Map.entry("relu6", Activation::relu6),
          Map.entry("sigmoid", operation(Operation.of("Sigmoid"))),
          Map.entry("tanh", operation(Operation.of("Tanh"))),
          Map.entry("elu", operation(Operation.of("Elu"))),
          Map.entry("selu", operation(Operation.of("Selu"))),
          Map.entry("softplus", operation(Operation.of("Softplus"))),
          Map.entry("softsign", operation(Operation.of("Softsign"))),
          Map.entry("exponential", operation(Operation.of("Exp"))),
          Map.entry("leaky_relu", operation(Operation.of("LeakyRelu").with("alpha", 0.2))),
          Map.entry("silu", Activation::silu),
          Map.entry("swish", Activation::silu),
          Map.entry("hard_silu", operation(Operation.of("HardSwish"))),
          Map.entry("hard_swish", operation(Operation.of("HardSwish"))),
          Map.entry("hard_sigmoid", Activation::hardSigmoid),
          Map.entry("gelu", Activation::gelu),
          Map.entry("mish", Activation::mish));

  /** The function with a name; null if there is none. */
  static @Nullable Activation named(String name) {
    return BY_NAME.get(name);
  }

  private static Activation operation(Operation operation) {
    return (call, x) -> call.apply(operation, x);
  }

  private static Value relu6(LayerCall call, Value x) {
    return call.apply(Operation.of("Clip"), x, call.scalar("zero", 0), call.scalar("six", 6));
  }

  private static Value silu(LayerCall call, Value x) {
    Value gate = call.part("sigmoid", Operation.of("Sigmoid"), x);
    return call.apply(Operation.of("Mul"), x, gate);
  }

  private static Value hardSigmoid(LayerCall call, Value x) {
    if (call.version() == 0) {
      throw call.configuration()
          .problem(
              "hard_sigmoid differs between Keras 2 and 3, and the file does not record which"
                  + " version wrote it");
    }
    double slope = call.version() >= FIRST_WITH_NEW_HARD_SIGMOID ? 1.0 / 6 : 0.2;
    return call.apply(Operation.of("HardSigmoid").with("alpha", slope).with("beta", 0.5), x);
  }

  /** {@code 0.5 * x * (1 + erf(x / sqrt(2)))}. */
  private static Value gelu(LayerCall call, Value x) {
    Value scaled = call.part("scaled", Operation.of("Div"), x, call.scalar("root", Math.sqrt(2)));
    Value erf = call.part("erf", Operation.of("Erf"), scaled);
    Value sum = call.part("sum", Operation.of("Add"), erf, call.scalar("one", 1));
    Value product = call.part("product", Operation.of("Mul"), x, sum);
    return call.apply(Operation.of("Mul"), product, call.scalar("half", 0.5));
  }

  private static Value mish(LayerCall call, Value x) {
    Value plus = call.part("softplus", Operation.of("Softplus"), x);
    Value gate = call.part("tanh", Operation.of("Tanh"), plus);
    return call.apply(Operation.of("Mul"), x, gate);
  }
}
