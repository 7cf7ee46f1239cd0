package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last computation before an output, determined from the graph's nodes.
 *
 * @param layer the kind of computation
 * @param operator of the node, such as {@code Gemm}; empty if no node computes the output
 * @param before the input of the node; empty if it has none
 * @param biased whether the layer adds a constant, as the last layer of most classifiers does
 */
record Ending(Layer layer, String operator, String before, boolean biased) {

  /** The kinds of last computations. */
  enum Layer {
    /** A product with weights, which gives logits or an embedding. */
    LINEAR,
    /** Normalized logits, which a softmax does not change. */
    LOG_SOFTMAX,
    SOFTMAX,
    SIGMOID,
    /** The largest scores, in descending order. */
    TOP_K,
    /** Any other operator, which shows nothing about the scores. */
    OTHER
  }

  /** Nodes that only change the shape or type of their input. */
  private static final Set<String> RESHAPING =
      Set.of(
          "Identity",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Cast",
          "Dropout",
          "DequantizeLinear",
          "QuantizeLinear");

  /** Nodes that scale and shift if their other input is a constant. */
  private static final Set<String> SCALING = Set.of("Add", "Sub", "Mul", "Div");

  /** A mean of linear layers is linear. */
  private static final Set<String> AVERAGING =
      Set.of("GlobalAveragePool", "ReduceMean", "AveragePool");

  private static final Set<String> WEIGHTED = Set.of("Gemm", "MatMul", "Conv");

  /** Follows a graph backwards from an output. */
  static Ending of(GraphIndex graph, String output) {
    boolean biased = false;
    boolean changed = false;
    Optional<NodeProto> found = graph.producer(output);
    // a hostile graph can contain a cycle
    for (int steps = 0; found.isPresent() && steps < graph.nodes().size(); steps++) {
      NodeProto node = found.get();
      String operator = node.getOpType();
      List<String> computed = computed(graph, node);
      boolean scaling = SCALING.contains(operator) && computed.size() == 1;
      if (!scaling && !RESHAPING.contains(operator) && !AVERAGING.contains(operator)) {
        return ending(graph, node, biased, changed);
      }
      biased |= scaling && (operator.equals("Add") || operator.equals("Sub"));
      changed |= !RESHAPING.contains(operator);
      found = computed.isEmpty() ? Optional.empty() : graph.producer(computed.get(0));
    }
    return new Ending(Layer.OTHER, "", "", false);
  }

  private static Ending ending(GraphIndex graph, NodeProto node, boolean biased, boolean changed) {
    String before = node.getInputCount() == 0 ? "" : node.getInput(0);
    boolean linear = WEIGHTED.contains(node.getOpType()) && computed(graph, node).size() == 1;
    // exporters write a layer with a bias as a Gemm, and may omit a bias of zeros
    boolean withBias =
        biased || (linear && (node.getInputCount() > 2 || node.getOpType().equals("Gemm")));
    Layer layer = linear ? Layer.LINEAR : layer(node.getOpType(), changed);
    return new Ending(layer, node.getOpType(), before, withBias);
  }

  /** A softmax that is scaled afterwards no longer gives probabilities. */
  private static Layer layer(String operator, boolean changed) {
    return switch (operator) {
      case "TopK" -> Layer.TOP_K;
      case "LogSoftmax" -> changed ? Layer.OTHER : Layer.LOG_SOFTMAX;
      case "Softmax" -> changed ? Layer.OTHER : Layer.SOFTMAX;
      case "Sigmoid" -> changed ? Layer.OTHER : Layer.SIGMOID;
      default -> Layer.OTHER;
    };
  }

  /** The inputs that depend on the image. */
  private static List<String> computed(GraphIndex graph, NodeProto node) {
    return node.getInputList().stream()
        .filter(input -> !input.isEmpty() && !graph.isConstant(input))
        .toList();
  }
}
