package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes of a graph's values for one image, as far as they can be told without running it. */
final class ShapeInference {

  private final Map<String, KnownValue> values = new HashMap<>();
  private Optional<NodeProto> stoppedAt = Optional.empty();

  private ShapeInference() {}

  /**
   * Follows the graph from its input.
   *
   * @param openSide what a dynamic height or width is taken for, in pixels
   */
  static ShapeInference of(GraphIndex graph, int openSide) {
    ShapeInference inference = new ShapeInference();
    for (Map.Entry<String, TensorProto> constant : graph.constants().entrySet()) {
      inference.values.put(constant.getKey(), KnownValue.of(constant.getValue()));
    }
    for (ValueInfoProto input : graph.inputs()) {
      inference.values.put(input.getName(), oneImage(Dimensions.of(input), openSide));
    }
    graph.nodes().forEach(inference::follow);
    return inference;
  }

  /** The shape of a value, its batch 1; empty if it cannot be told. */
  Optional<List<Long>> shape(String value) {
    return Optional.ofNullable(values.get(value)).map(KnownValue::shape);
  }

  /** The first node whose output could not be told. */
  Optional<NodeProto> stoppedAt() {
    return stoppedAt;
  }

  private static KnownValue oneImage(Dimensions dimensions, int openSide) {
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < dimensions.rank(); i++) {
      shape.add(i == 0 ? 1 : dimensions.isDynamic(i) ? openSide : dimensions.size(i));
    }
    return KnownValue.ofShape(shape);
  }

  private void follow(NodeProto node) {
    if (node.getOutputCount() == 0 || values.containsKey(node.getOutput(0))) {
      return;
    }
    Optional<KnownValue> output =
        ShapeRules.of(node.getOpType()).flatMap(rule -> apply(rule, node));
    if (output.isPresent()) {
      values.put(node.getOutput(0), output.get());
    } else if (stoppedAt.isEmpty()) {
      stoppedAt = Optional.of(node);
    }
  }

  private Optional<KnownValue> apply(ShapeRules.Rule rule, NodeProto node) {
    List<KnownValue> inputs = new ArrayList<>();
    for (String name : node.getInputList()) {
      KnownValue input = values.get(name);
      if (input == null && !name.isEmpty()) {
        return Optional.empty();
      }
      if (input != null) {
        inputs.add(input);
      }
    }
    try {
      return Optional.of(rule.apply(node, inputs));
    } catch (RuntimeException e) {
      // a node that breaks its operator's rules: the runtime will say so; here it is just unknown
      return Optional.empty();
    }
  }
}
