package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shapes of a graph's values for one image, as far as they can be inferred without running the
 * graph.
 */
final class ShapeInference {

  private final Map<String, KnownValue> values = new HashMap<>();
  private Optional<NodeProto> stoppedAt = Optional.empty();

  private ShapeInference() {}

  /**
   * Infers the shapes, starting from the input.
   *
   * @param openSide the size assumed for a dynamic height or width, in pixels
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

  /** The shape of a value for a batch of 1; empty if it cannot be inferred. */
  Optional<List<Long>> shape(String value) {
    return Optional.ofNullable(values.get(value)).map(KnownValue::shape);
  }

  /** The first node whose output shape could not be inferred. */
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
      // a node that violates its operator's rules; the runtime will report it, here its shape is
      // unknown
      return Optional.empty();
    }
  }
}
