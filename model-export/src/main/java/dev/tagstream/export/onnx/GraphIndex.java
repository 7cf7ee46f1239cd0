package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An index of a graph by value name: the node that produces each value, and the constants. */
final class GraphIndex {

  private final GraphProto graph;
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Set<String> computedConstants = new HashSet<>();

  GraphIndex(GraphProto graph) {
    this.graph = graph;
    for (TensorProto initializer : graph.getInitializerList()) {
      constants.put(initializer.getName(), initializer);
    }
    for (NodeProto node : graph.getNodeList()) {
      for (String output : node.getOutputList()) {
        producers.put(output, node);
      }
      if (node.getOpType().equals("Constant")) {
        attribute(node, "value").ifPresent(value -> constants.put(node.getOutput(0), value.getT()));
      }
      if (isConstant(node)) {
        computedConstants.addAll(node.getOutputList());
      }
    }
  }

  private boolean isConstant(NodeProto node) {
    return node.getOpType().equals("Constant")
        || (node.getInputCount() > 0
            && node.getInputList().stream().allMatch(this::isConstant)
            && node.getAttributeList().stream().noneMatch(AttributeProto::hasG));
  }

  /** Whether a value is the same for every image: a weight, or computed from weights only. */
  boolean isConstant(String value) {
    return constants.containsKey(value) || computedConstants.contains(value);
  }

  /** The inputs that a caller must supply; old files also list their weights as inputs. */
  List<ValueInfoProto> inputs() {
    return graph.getInputList().stream()
        .filter(input -> !constants.containsKey(input.getName()))
        .toList();
  }

  List<ValueInfoProto> outputs() {
    return graph.getOutputList();
  }

  List<NodeProto> nodes() {
    return graph.getNodeList();
  }

  Map<String, TensorProto> constants() {
    return constants;
  }

  /** The node that produces a value; empty for inputs and weights. */
  Optional<NodeProto> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /**
   * The node that computes a value, skipping nodes of some operators: from each it follows the
   * first input that is not a constant.
   */
  Optional<NodeProto> producerBehind(Set<String> operators, String value) {
    Optional<NodeProto> found = producer(value);
    // a hostile graph can contain a cycle
    for (int steps = 0; found.isPresent() && steps < graph.getNodeCount(); steps++) {
      NodeProto node = found.get();
      if (!operators.contains(node.getOpType())) {
        return found;
      }
      found =
          node.getInputList().stream()
              .filter(input -> !constants.containsKey(input))
              .findFirst()
              .flatMap(this::producer);
    }
    return Optional.empty();
  }

  Optional<TensorProto> constant(String value) {
    return Optional.ofNullable(constants.get(value));
  }

  static Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst();
  }

  /** An integer attribute, or its default. */
  static long integer(NodeProto node, String name, long otherwise) {
    return attribute(node, name).map(AttributeProto::getI).orElse(otherwise);
  }

  /** A list of integers, or its default. */
  static List<Long> integers(NodeProto node, String name, List<Long> otherwise) {
    return attribute(node, name).map(AttributeProto::getIntsList).orElse(otherwise);
  }
}
