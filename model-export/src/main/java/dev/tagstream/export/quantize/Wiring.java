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

/** A graph by the names of its values: what is constant, who takes a value, what leaves. */
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

  /** In the order of the graph, which is the order of the data. */
  List<NodeProto> nodes() {
    return graph.getNodeList();
  }

  /** What the graph takes. */
  List<String> inputs() {
    return graph.getInputList().stream().map(ValueInfoProto::getName).toList();
  }

  /** The nodes that take a value. */
  List<NodeProto> consumers(String value) {
    return consumers.getOrDefault(value, List.of());
  }

  boolean isOutput(String value) {
    return outputs.contains(value);
  }

  boolean isConstant(String value) {
    return constants.containsKey(value);
  }

  /** The constant of a name that is one. */
  TensorProto constant(String value) {
    return requireNonNull(constants.get(value));
  }

  /** A float32 constant of so many dimensions. */
  Optional<TensorProto> floatConstant(String value, int rank) {
    return Optional.ofNullable(constants.get(value))
        .filter(Constants::isFloat)
        .filter(constant -> constant.getDimsCount() == rank);
  }

  /**
   * The value that leaves a node: its own output, or that of the Relu after it where nobody else
   * sees what comes between.
   */
  String rectified(NodeProto node) {
    String output = node.getOutput(0);
    List<NodeProto> next = consumers(output);
    boolean onlyRelu = next.size() == 1 && next.get(0).getOpType().equals("Relu");
    return onlyRelu && !isOutput(output) ? next.get(0).getOutput(0) : output;
  }
}
