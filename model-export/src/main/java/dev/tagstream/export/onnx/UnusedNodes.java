package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nodes and constants that no output of a graph depends on. */
final class UnusedNodes {

  private UnusedNodes() {}

  /** Removes them. Nodes are in the order of the data, so one backward pass finds them all. */
  static void removeFrom(GraphProto.Builder graph) {
    Set<String> needed = new HashSet<>();
    graph.getOutputList().forEach(output -> needed.add(output.getName()));
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      NodeProto node = graph.getNode(i);
      if (needed.contains(node.getOutput(0))) {
        needed.addAll(node.getInputList());
      } else {
        graph.removeNode(i);
      }
    }
    List<TensorProto> constants =
        graph.getInitializerList().stream()
            .filter(constant -> needed.contains(constant.getName()))
            .toList();
    graph.clearInitializer().addAllInitializer(constants);
  }
}
