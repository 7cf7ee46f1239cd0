package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a graph is computed in 8 bits: all convolutions with constant weights, and the sums and
 * pools between them. The rest stays float32; in a ResNet that is the last sum, the average pool
 * and the classifier, which cost next to no time and much accuracy.
 *
 * @param layers the convolutions, by the name of what they give
 * @param values the activations to hold in 8 bits
 * @param sharedRanges for what a pool gives, what it takes: both have one range
 */
record QuantizationPlan(Set<String> layers, Set<String> values, Map<String, String> sharedRanges) {

  private static final int CONVOLUTION_RANK = 4;

  /**
   * Plans.
   *
   * @param float32Layers what the convolutions give that are to stay float32
   */
  static QuantizationPlan of(Wiring graph, Set<String> float32Layers) {
    QuantizationPlan plan =
        new QuantizationPlan(new LinkedHashSet<>(), new LinkedHashSet<>(), new HashMap<>());
    // backwards: a sum or pool is computed in 8 bits where a convolution behind it is
    List<NodeProto> nodes = new ArrayList<>(graph.nodes());
    Collections.reverse(nodes);
    for (NodeProto node : nodes) {
      if (isLayer(graph, node) && !float32Layers.contains(node.getOutput(0))) {
        plan.layers.add(node.getOutput(0));
        plan.values.add(graph.rectified(node));
        plan.values.add(node.getInput(0));
      } else if (isSum(graph, node) && plan.values.contains(graph.rectified(node))) {
        plan.values.addAll(node.getInputList());
      } else if (isPool(node) && plan.values.contains(node.getOutput(0))) {
        plan.values.add(node.getInput(0));
        plan.sharedRanges.put(node.getOutput(0), node.getInput(0));
      }
    }
    return plan;
  }

  /** The activation that gives a value its range: what pools take, through any number of them. */
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
