package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tagstream.export.quantize.rounding.Kernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a graph that compute in 8 bits: convolutions with constant weights, and the sums and
 * pools between them. The rest stays float32. In a ResNet this is at least the last sum, the
 * average pool and the classifier: in 8 bits they would save almost no time and lose much accuracy.
 *
 * @param layers the convolutions, by the names of their outputs
 * @param values the activations to quantize
 * @param computed those of {@code values} that 8-bit operators compute; the others are converted
 *     from float32
 * @param sharedRanges maps the output of a pool to its input, and activations to the one that joins
 *     their channels: they share one range
 */
record QuantizationPlan(
    Set<String> layers,
    Set<String> values,
    Set<String> computed,
    Map<String, String> sharedRanges) {

  private static final int CONVOLUTION_RANK = 4;

  /**
   * Plans the quantization of a graph.
   *
   * @param float32Layers the outputs of convolutions that stay float32; a sum or pool also stays
   *     float32 if no quantized convolution reads its inputs
   */
  static QuantizationPlan of(Wiring graph, Set<String> float32Layers) {
    QuantizationPlan plan =
        new QuantizationPlan(
            new LinkedHashSet<>(), new LinkedHashSet<>(), new HashSet<>(), new HashMap<>());
    Set<String> available = new HashSet<>();
    for (NodeProto node : graph.nodes()) {
      if (isLayer(graph, node) && !float32Layers.contains(node.getOutput(0))) {
        plan.layers.add(node.getOutput(0));
        available.add(node.getInput(0));
      }
    }
    for (NodeProto node : graph.nodes()) {
      if (plan.layers.contains(node.getOutput(0))
          || (isBetween(graph, node) && available.containsAll(node.getInputList()))) {
        plan.computed.add(graph.rectified(node));
        available.add(graph.rectified(node));
      }
    }
    plan.addValues(graph);
    plan.computed.retainAll(plan.values);
    return plan;
  }

  /**
   * Adds the values, from the outputs backwards: a sum or pool computes in 8 bits if a convolution
   * after it does.
   */
  private void addValues(Wiring graph) {
    List<NodeProto> nodes = new ArrayList<>(graph.nodes());
    Collections.reverse(nodes);
    for (NodeProto node : nodes) {
      String output = graph.rectified(node);
      if (layers.contains(node.getOutput(0))) {
        values.add(output);
        values.add(node.getInput(0));
      } else if (computes(graph, node) && values.contains(output)) {
        values.addAll(node.getInputList());
        shareRanges(graph, node, output);
      }
    }
  }

  /** The kernels of the layers, by the activation that they read. */
  Map<String, Set<Kernel>> kernels(Wiring graph) {
    Map<String, Set<Kernel>> kernels = new HashMap<>();
    for (NodeProto node : graph.nodes()) {
      if (layers.contains(node.getOutput(0))) {
        kernels
            .computeIfAbsent(node.getInput(0), value -> new HashSet<>())
            .add(LayerInputs.kernel(graph, node));
      }
    }
    return kernels;
  }

  /** A pool has its input's range; the inputs of a joint have the joint's. */
  private void shareRanges(Wiring graph, NodeProto node, String output) {
    if (isJoint(graph, node) || (isPool(node) && sharedRanges.containsKey(output))) {
      node.getInputList().forEach(input -> share(input, output));
    } else if (isPool(node)) {
      share(output, node.getInput(0));
    }
  }

  /** Gives a value, and those that share its range, the range of another. */
  private void share(String value, String other) {
    if (!rangeOf(value).equals(rangeOf(other))) {
      sharedRanges.put(rangeOf(value), rangeOf(other));
    }
  }

  /** Whether a node other than a layer computes in 8 bits. */
  boolean computes(Wiring graph, NodeProto node) {
    return isBetween(graph, node) && computed.contains(graph.rectified(node));
  }

  private static boolean isBetween(Wiring graph, NodeProto node) {
    return isPool(node) || isSum(graph, node) || isJoint(graph, node);
  }

  /** Whether a node joins the channels of activations for one convolution. */
  private static boolean isJoint(Wiring graph, NodeProto node) {
    List<NodeProto> readers = graph.consumers(node.getOutput(0));
    return node.getOpType().equals("Concat")
        && node.getInputList().stream().noneMatch(graph::isConstant)
        && readers.size() == 1
        && isLayer(graph, readers.get(0));
  }

  /**
   * The activation whose range a value has: the input of the first of the pools that lead to it, or
   * the activation that joins it with another.
   */
  String rangeOf(String value) {
    String shared = sharedRanges.get(value);
    return shared == null ? value : rangeOf(shared);
  }

  private static boolean isLayer(Wiring graph, NodeProto node) {
    return node.getOpType().equals("Conv")
        && graph.floatConstant(node.getInput(1), CONVOLUTION_RANK).isPresent()
        && !graph.isConstant(node.getInput(0))
        && (node.getInputCount() < 3 || graph.floatConstant(node.getInput(2), 1).isPresent());
  }

  private static boolean isSum(Wiring graph, NodeProto node) {
    return (node.getOpType().equals("Add") || node.getOpType().equals("Sum"))
        && node.getInputCount() == 2
        && node.getInputList().stream().noneMatch(graph::isConstant);
  }

  private static boolean isPool(NodeProto node) {
    return node.getOpType().equals("MaxPool") && node.getOutputCount() == 1;
  }
}
