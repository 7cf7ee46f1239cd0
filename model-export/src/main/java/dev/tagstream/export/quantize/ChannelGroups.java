package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the activations of a graph whose channels can be scaled together. A sum ties the channels
 * of its inputs; a rectifier or pool ties its input to its output. An activation does not change if
 * any other node reads or computes it, or if it is an output of the graph; neither does any
 * activation that is tied to it.
 */
final class ChannelGroups {

  /** Operators that are linear in each channel: twice the input gives twice the output. */
  private static final Set<String> TIES =
      Set.of(
          "Relu",
          "LeakyRelu",
          "Add",
          "Sum",
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool",
          "Flatten",
          "Identity");

  private final Wiring wiring;

  /**
   * For each value, another value of its group. The representative of a group maps to itself or is
   * absent.
   */
  private final Map<String, String> ties = new HashMap<>();

  private final Set<String> fixed = new HashSet<>();
  private final Map<String, List<NodeProto>> producers = new LinkedHashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();

  private ChannelGroups(Wiring wiring) {
    this.wiring = wiring;
  }

  /** The groups of a graph, in the order of the data flow. */
  static List<ChannelGroup> of(Wiring wiring) {
    ChannelGroups groups = new ChannelGroups(wiring);
    wiring.inputs().forEach(groups.fixed::add);
    for (NodeProto node : wiring.nodes()) {
      groups.add(node);
      node.getOutputList().stream().filter(wiring::isOutput).forEach(groups.fixed::add);
    }
    return groups.all();
  }

  /** The weights of a layer; for a convolution, output channels come first. */
  static TensorProto weights(Wiring wiring, NodeProto layer) {
    return wiring.constant(layer.getInput(1));
  }

  private void add(NodeProto node) {
    String output = node.getOutput(0);
    if (isTie(node)) {
      node.getInputList().forEach(input -> ties.put(root(input), root(output)));
    } else if (isConvolution(node)) {
      producers.computeIfAbsent(output, name -> new ArrayList<>()).add(node);
      consumers.computeIfAbsent(node.getInput(0), name -> new ArrayList<>()).add(node);
    } else if (isLinear(node)) {
      fixed.add(output);
      consumers.computeIfAbsent(node.getInput(0), name -> new ArrayList<>()).add(node);
    } else {
      fixed.addAll(node.getInputList());
      fixed.addAll(node.getOutputList());
    }
  }

  private boolean isTie(NodeProto node) {
    return TIES.contains(node.getOpType())
        && node.getOutputCount() == 1
        && node.getInputList().stream().noneMatch(wiring::isConstant);
  }

  private boolean isConvolution(NodeProto node) {
    return node.getOpType().equals("Conv")
        && own(node.getInput(1), 4).isPresent()
        && (node.getInputCount() < 3 || own(node.getInput(2), 1).isPresent());
  }

  private boolean isLinear(NodeProto node) {
    return node.getOpType().equals("Gemm")
        && own(node.getInput(1), 2).isPresent()
        && node.getAttributeList().stream()
            .noneMatch(attribute -> attribute.getName().equals("transA") && attribute.getI() != 0);
  }

  /** A float32 constant that no other node reads. */
  private Optional<TensorProto> own(String constant, int rank) {
    return wiring
        .floatConstant(constant, rank)
        .filter(tensor -> wiring.consumers(constant).size() == 1);
  }

  private String root(String value) {
    String tied = ties.getOrDefault(value, value);
    return tied.equals(value) ? value : root(tied);
  }

  private List<ChannelGroup> all() {
    Set<String> fixedRoots = new HashSet<>();
    fixed.forEach(value -> fixedRoots.add(root(value)));
    Map<String, Set<String>> values = new HashMap<>();
    for (NodeProto node : wiring.nodes()) {
      String output = node.getOutput(0);
      values.computeIfAbsent(root(output), name -> new HashSet<>()).add(output);
    }
    Map<String, List<NodeProto>> givers = byRoot(producers);
    Map<String, List<NodeProto>> takers = byRoot(consumers);
    List<ChannelGroup> groups = new ArrayList<>();
    givers.forEach(
        (root, giving) -> {
          List<NodeProto> taking = takers.getOrDefault(root, List.of());
          int channels = (int) weights(wiring, giving.get(0)).getDims(0);
          if (!fixedRoots.contains(root) && !taking.isEmpty() && fit(channels, giving, taking)) {
            groups.add(
                new ChannelGroup(channels, values.getOrDefault(root, Set.of()), giving, taking));
          }
        });
    return groups;
  }

  private Map<String, List<NodeProto>> byRoot(Map<String, List<NodeProto>> byValue) {
    Map<String, List<NodeProto>> byRoot = new LinkedHashMap<>();
    byValue.forEach(
        (value, nodes) ->
            byRoot.computeIfAbsent(root(value), name -> new ArrayList<>()).addAll(nodes));
    return byRoot;
  }

  /**
   * Whether all layers have the same channels. They differ if a sum broadcasts a single channel, or
   * if a linear layer reads single pixels.
   */
  private boolean fit(int channels, List<NodeProto> giving, List<NodeProto> taking) {
    return giving.stream().allMatch(node -> weights(wiring, node).getDims(0) == channels)
        && taking.stream().allMatch(node -> LayerInputs.of(wiring, node).count() == channels);
  }
}
