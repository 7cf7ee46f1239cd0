package dev.tagstream.export.quantize;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An index of a graph by value name: the constants, the consumers of each value, the outputs. */
final class Wiring {

  private final GraphProto graph;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();

  Wiring(GraphProto graph) {
    this.graph = graph;
    for (TensorProto constant : graph.getInitializerList()) {
      constants.put(constant.getName(), constant);
    }
    for (NodeProto node : graph.getNodeList()) {
      for (String input : node.getInputList()) {
        consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
      }
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      outputs.add(output.getName());
    }
  }

  /** The nodes in the order of the graph, which is the order of the data flow. */
  List<NodeProto> nodes() {
    return graph.getNodeList();
  }

  /** The inputs of the graph. */
  List<String> inputs() {
    return graph.getInputList().stream().map(ValueInfoProto::getName).toList();
  }

  /** The nodes that read a value. */
  List<NodeProto> consumers(String value) {
    return consumers.getOrDefault(value, List.of());
  }

  boolean isOutput(String value) {
    return outputs.contains(value);
  }

  boolean isConstant(String value) {
    return constants.containsKey(value);
  }

  /** The constant with a name; there must be one. */
  TensorProto constant(String value) {
    return requireNonNull(constants.get(value));
  }

  /** A float32 constant of rank {@code rank}. */
  Optional<TensorProto> floatConstant(String value, int rank) {
    return Optional.ofNullable(constants.get(value))
        .filter(Constants::isFloat)
        .filter(constant -> constant.getDimsCount() == rank);
  }

  /**
   * The output of a node, or of the Relu after it if no other node reads the value between them.
   */
  String rectified(NodeProto node) {
    String output = node.getOutput(0);
    List<NodeProto> next = consumers(output);
    boolean onlyRelu = next.size() == 1 && next.get(0).getOpType().equals("Relu");
    return onlyRelu && !isOutput(output) ? next.get(0).getOutput(0) : output;
  }
}
