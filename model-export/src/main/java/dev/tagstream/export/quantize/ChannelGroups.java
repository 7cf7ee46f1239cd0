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
 * Finds the activations of a graph whose channels can be scaled together. Sums tie the channels of
 * what they add; rectifiers and pools those of what they take and give. An activation that anything
 * else takes or gives, or that leaves the graph, stays as it is, and so does all that is tied to
 * it.
 */
final class ChannelGroups {

  /** What gives twice as much if it takes twice as much, channel by channel. */
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

  /** A value that each value is tied to; itself, or nothing yet, for one of each group. */
  private final Map<String, String> ties = new HashMap<>();

  private final Set<String> fixed = new HashSet<>();
  private final Map<String, List<NodeProto>> producers = new LinkedHashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();

  private ChannelGroups(Wiring wiring) {
    this.wiring = wiring;
  }

  /** The groups of a graph, in the order of its data. */
  static List<ChannelGroup> of(Wiring wiring) {
    ChannelGroups groups = new ChannelGroups(wiring);
    wiring.inputs().forEach(groups.fixed::add);
    for (NodeProto node : wiring.nodes()) {
      groups.add(node);
      node.getOutputList().stream().filter(wiring::isOutput).forEach(groups.fixed::add);
    }
    return groups.all();
  }

  /** The constant of a layer's weights: output channels first for a convolution. */
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

  /** A float32 constant that no other node takes. */
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

  /** Not so where a sum repeats a single channel, or a linear layer takes single pixels. */
  private boolean fit(int channels, List<NodeProto> giving, List<NodeProto> taking) {
    return giving.stream().allMatch(node -> weights(wiring, node).getDims(0) == channels)
        && taking.stream().allMatch(node -> LayerInputs.of(wiring, node).count() == channels);
  }
}
