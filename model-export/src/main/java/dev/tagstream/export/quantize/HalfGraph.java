package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tagstream.export.problem.ExportException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites a float32 graph to compute in float16, node by node in the order of the data flow. Its
 * inputs and outputs do not change; Cast nodes convert between the two types.
 */
final class HalfGraph {

  private static final String HALF = ".float16";
  private static final String SINGLE = ".float32";
  private static final String CAST = ".cast";
  private static final String CONSTANT = "Constant";

  private final GraphProto graph;
  private final GraphProto.Builder rewritten;

  /** The float32 constants: initializers and Constant nodes. */
  private final Map<String, TensorProto> constants = new HashMap<>();

  private final Set<String> outputs = new HashSet<>();

  /** The values that are now float16. */
  private final Set<String> halves = new HashSet<>();

  /** The names of converted values, by the name of the original. */
  private final Map<String, String> casts = new HashMap<>();

  /** The nodes that compute in float16. */
  private final Set<String> computing = new LinkedHashSet<>();

  private HalfGraph(GraphProto graph) {
    this.graph = graph;
    // the declared types of inner values are no longer correct
    this.rewritten = graph.toBuilder().clearNode().clearValueInfo();
    for (TensorProto tensor : graph.getInitializerList()) {
      addConstant(tensor.getName(), tensor);
    }
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (node.getOpType().equals(CONSTANT) && attribute.getName().equals("value")) {
          addConstant(node.getOutput(0), attribute.getT());
        }
      }
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      outputs.add(output.getName());
    }
  }

  /**
   * Rewrites a graph.
   *
   * @throws ExportException if a constant does not fit float16, or there is nothing to rewrite
   */
  static GraphProto of(GraphProto graph) {
    HalfGraph half = new HalfGraph(graph);
    half.graph.getNodeList().forEach(half::refuseUnfit);
    half.graph.getNodeList().forEach(half::add);
    if (half.computing.isEmpty()) {
      throw new ExportException("the model has no float32 layer to convert to float16");
    }
    half.removeUnused();
    return half.rewritten.build();
  }

  /**
   * The nodes that float16 would compute, by their first outputs, in the order of the data flow.
   */
  static Set<String> computing(GraphProto graph) {
    HalfGraph half = new HalfGraph(graph);
    half.graph.getNodeList().forEach(half::add);
    return half.computing;
  }

  private void addConstant(String name, TensorProto tensor) {
    if (Constants.isFloat(tensor)) {
      constants.put(name, tensor.toBuilder().setName(name).build());
    }
  }

  private void refuseUnfit(NodeProto node) {
    if (node.getOpType().equals("DequantizeLinear")) {
      throw new ExportException("the model is already quantized; start from its float32 file");
    }
    boolean nested =
        node.getAttributeList().stream()
            .anyMatch(attribute -> attribute.getType() == AttributeType.GRAPH);
    if (nested) {
      throw new ExportException(
          "%s (%s) contains a graph of its own, which float16 does not support"
              .formatted(node.getName(), node.getOpType()));
    }
  }

  private void add(NodeProto node) {
    HalfRule rule = HalfRule.of(node.getOpType());
    boolean half =
        switch (rule) {
          case COMPUTES -> true;
          case FOLLOWS -> node.getInputList().stream().anyMatch(halves::contains);
          case FOLLOWS_FIRST, MOVES -> halves.contains(node.getInput(0));
          case STAYS -> false;
        };
    NodeProto.Builder changed = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      String input = node.getInput(i);
      boolean touched = !input.isEmpty() && (rule != HalfRule.MOVES || i == 0);
      boolean asHalf =
          half && (rule != HalfRule.FOLLOWS_FIRST || i == 0 || constants.containsKey(input));
      if (touched) {
        changed.setInput(i, asHalf ? half(input) : single(input));
      }
    }
    if (half) {
      addHalf(changed, rule);
    } else {
      rewritten.addNode(changed);
    }
  }

  /**
   * Adds a node whose output is float16. An output of the graph is cast back to float32 and keeps
   * its name.
   */
  private void addHalf(NodeProto.Builder node, HalfRule rule) {
    String output = node.getOutput(0);
    if (rule != HalfRule.MOVES) {
      computing.add(output);
    }
    if (!outputs.contains(output)) {
      halves.add(output);
      rewritten.addNode(node);
      return;
    }
    rewritten.addNode(node.setOutput(0, output + HALF));
    casts.put(output, output + HALF);
    rewritten.addNode(cast(output + HALF, output, DataType.FLOAT_VALUE));
  }

  private String half(String value) {
    if (halves.contains(value)) {
      return value;
    }
    return casts.computeIfAbsent(
        value,
        name -> {
          TensorProto constant = constants.get(name);
          if (constant != null) {
            rewritten.addInitializer(HalfConstant.of(name + HALF, constant));
          } else {
            rewritten.addNode(cast(name, name + HALF, DataType.FLOAT16_VALUE));
          }
          return name + HALF;
        });
  }

  private String single(String value) {
    if (!halves.contains(value)) {
      return value;
    }
    return casts.computeIfAbsent(
        value,
        name -> {
          rewritten.addNode(cast(name, name + SINGLE, DataType.FLOAT_VALUE));
          return name + SINGLE;
        });
  }

  private static NodeProto cast(String from, String to, int type) {
    return NodeProto.newBuilder()
        .setOpType("Cast")
        // other tools name a node after its output; names of nodes must be unique
        .setName(to + CAST)
        .addInput(from)
        .addOutput(to)
        .addAttribute(
            AttributeProto.newBuilder().setName("to").setType(AttributeType.INT).setI(type))
        .build();
  }

  /** Removes float32 constants that only float16 nodes used. */
  private void removeUnused() {
    Set<String> used = new HashSet<>(outputs);
    rewritten.getNodeList().forEach(node -> used.addAll(node.getInputList()));
    Set<String> gone = new HashSet<>(constants.keySet());
    gone.removeAll(used);
    GraphProto all = rewritten.build();
    rewritten.clearInitializer().clearNode().clearInput();
    all.getInitializerList().stream()
        .filter(constant -> !gone.contains(constant.getName()))
        .forEach(rewritten::addInitializer);
    all.getNodeList().stream()
        .filter(node -> node.getOutputCount() == 0 || !gone.contains(node.getOutput(0)))
        .forEach(rewritten::addNode);
    // old files also list their constants as inputs
    all.getInputList().stream()
        .filter(input -> !gone.contains(input.getName()))
        .forEach(rewritten::addInput);
  }
}
