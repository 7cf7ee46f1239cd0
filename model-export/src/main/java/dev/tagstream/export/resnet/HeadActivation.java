package dev.tagstream.export.resnet;

import dev.tagstream.export.onnx.GraphBuilder;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A function between the linear layers of a head, as PyTorch defines it with its defaults. */
enum HeadActivation {
  RELU("Relu"),
  LEAKY_RELU("LeakyRelu"),
  ELU("Elu"),
  SELU("Selu"),
  TANH("Tanh"),
  SIGMOID("Sigmoid"),
  HARDSWISH("HardSwish"),
  /** The function {@code x * sigmoid(x)}. */
  SILU("Sigmoid") {
    @Override
    Value addTo(GraphBuilder graph, String name, Value x) {
      return graph.multiply(name, x, super.addTo(graph, name + ".sigmoid", x));
    }
  },
  /** {@code x * (erf(x / sqrt(2)) + 1) / 2}. */
  GELU("Erf") {
    @Override
    Value addTo(GraphBuilder graph, String name, Value x) {
      Value scaled = graph.divide(name + ".scale", x, scalar(Math.sqrt(2)));
      Value erf = super.addTo(graph, name + ".erf", scaled);
      Value twice =
          graph.multiply(name + ".twice", x, graph.subtract(name + ".one", erf, scalar(-1)));
      return graph.divide(name, twice, scalar(2));
    }
  };

  private final String operator;

  HeadActivation(String operator) {
    this.operator = operator;
  }

  /** Adds the activation to a graph. */
  Value addTo(GraphBuilder graph, String name, Value x) {
    return graph.function(operator, name, x);
  }

  /** The activation called {@code name}, such as {@code relu}; empty if there is none. */
  static Optional<HeadActivation> named(String name) {
    return Arrays.stream(values()).filter(value -> value.toString().equals(name)).findFirst();
  }

  /** All names, for error messages. */
  static String names() {
    return String.join(", ", Arrays.stream(values()).map(HeadActivation::toString).toList());
  }

  /** As the user types it: {@code leaky-relu}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Tensor scalar(double value) {
    return new Tensor(Shape.of(), new float[] {(float) value});
  }
}
