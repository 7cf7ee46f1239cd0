package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tagstream.export.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins the projection shortcut of a residual block with the block's last convolution: the sum of
 * two 1x1 convolutions is one convolution over the channels of both inputs. The float32 result does
 * not change. In 8 bits, the sum is then exact: neither of its two inputs is rounded, and no sum is
 * computed after the convolutions.
 */
final class ProjectionShortcuts {

  private static final long CHANNELS = 1;

  private final Wiring wiring;
  private final Map<String, Activations> seen;
  private final GraphProto.Builder joined;

  private ProjectionShortcuts(GraphProto graph, Map<String, Activations> seen) {
    this.wiring = new Wiring(graph);
    this.seen = seen;
    this.joined = graph.toBuilder().clearNode();
  }

  /**
   * Joins all sums that can be joined.
   *
   * @param seen the statistics of the graph's activations; a sum without them stays
   */
  static ModelProto joined(ModelProto model, Map<String, Activations> seen) {
    ProjectionShortcuts shortcuts = new ProjectionShortcuts(model.getGraph(), seen);
    shortcuts.join();
    return model.toBuilder().setGraph(shortcuts.joined).build();
  }

  private void join() {
    Map<String, List<NodeProto>> sums = new LinkedHashMap<>();
    Set<String> removed = new HashSet<>();
    for (NodeProto node : wiring.nodes()) {
      List<NodeProto> summands = summands(node);
      if (!summands.isEmpty()) {
        sums.put(node.getOutput(0), summands);
        summands.forEach(convolution -> removed.add(convolution.getOutput(0)));
      }
    }
    for (NodeProto node : wiring.nodes()) {
      List<NodeProto> summands = sums.get(node.getOutput(0));
      if (summands != null) {
        add(node.getOutput(0), summands.get(0), summands.get(1));
      } else if (!removed.contains(node.getOutput(0))) {
        joined.addNode(node);
      }
    }
  }

  /** The two convolutions whose outputs a node adds; empty if it cannot be joined with them. */
  private List<NodeProto> summands(NodeProto node) {
    boolean sum = node.getOpType().equals("Add") || node.getOpType().equals("Sum");
    if (!sum || node.getInputCount() != 2) {
      return List.of();
    }
    List<NodeProto> summands =
        wiring.nodes().stream()
            .filter(each -> node.getInputList().contains(each.getOutput(0)))
            .filter(this::isPointwise)
            .toList();
    return summands.size() == 2 && haveSameShape(node, summands) ? summands : List.of();
  }

  /** Whether a node is a 1x1 convolution whose output only one other node reads. */
  private boolean isPointwise(NodeProto node) {
    return node.getOpType().equals("Conv")
        && wiring
            .floatConstant(node.getInput(1), 4)
            .filter(weights -> weights.getDims(2) == 1 && weights.getDims(3) == 1)
            .isPresent()
        && (node.getInputCount() < 3 || wiring.floatConstant(node.getInput(2), 1).isPresent())
        && wiring.consumers(node.getOutput(0)).size() == 1
        && !wiring.isOutput(node.getOutput(0))
        && ints(node, "pads", 0).stream().allMatch(pad -> pad == 0)
        && LayerInputs.of(wiring, node).count() == LayerInputs.of(wiring, node).perOutput();
  }

  /** Whether the sum adds value by value, without broadcasting. */
  private boolean haveSameShape(NodeProto sum, List<NodeProto> summands) {
    return summands.stream().map(this::channels).distinct().count() == 1
        && summands.stream()
            .map(NodeProto::getOutputList)
            .allMatch(output -> values(output.get(0)) == values(wiring.rectified(sum)))
        && values(wiring.rectified(sum)) > 0;
  }

  private long channels(NodeProto convolution) {
    return ChannelGroups.weights(wiring, convolution).getDims(0);
  }

  private long values(String activation) {
    Activations activations = seen.get(activation);
    return activations == null ? 0 : activations.valuesPerChannel();
  }

  private void add(String output, NodeProto first, NodeProto second) {
    String both = output + ".joined";
    joined.addNode(
        node("Concat", both, subsampled(first), subsampled(second))
            .addAttribute(attribute("axis", AttributeType.INT).setI(CHANNELS)));
    Tensor weights = weights(first);
    Tensor more = weights(second);
    int outputs = Math.toIntExact(channels(first));
    joined.addInitializer(
        Constants.floats(both + ".weight", beside(weights.values(), more.values(), outputs))
            .toBuilder()
            .clearDims()
            .addAllDims(
                List.of((long) outputs, weights.shape().size(1) + more.shape().size(1), 1L, 1L)));
    joined.addInitializer(Constants.floats(both + ".bias", sum(bias(first), bias(second))));
    joined.addNode(
        node("Conv", output, both, both + ".weight", both + ".bias")
            .addAttribute(attribute("kernel_shape", AttributeType.INTS).addInts(1).addInts(1)));
  }

  /** The pixels of a convolution's input that it reads: with a stride, not all of them. */
  private String subsampled(NodeProto convolution) {
    String input = convolution.getInput(0);
    List<Long> strides = ints(convolution, "strides", 1);
    if (strides.stream().allMatch(stride -> stride == 1)) {
      return input;
    }
    String output = convolution.getOutput(0) + ".subsampled";
    joined.addNode(
        node("MaxPool", output, input)
            .addAttribute(attribute("kernel_shape", AttributeType.INTS).addInts(1).addInts(1))
            .addAttribute(attribute("strides", AttributeType.INTS).addAllInts(strides)));
    return output;
  }

  private Tensor weights(NodeProto convolution) {
    return Constants.read(ChannelGroups.weights(wiring, convolution));
  }

  private float[] bias(NodeProto convolution) {
    return convolution.getInputCount() < 3
        ? new float[Math.toIntExact(channels(convolution))]
        : Constants.read(wiring.constant(convolution.getInput(2))).values();
  }

  /** Two matrices of as many rows, side by side. */
  private static float[] beside(float[] left, float[] right, int rows) {
    int leftColumns = left.length / rows;
    int rightColumns = right.length / rows;
    float[] both = new float[left.length + right.length];
    for (int row = 0; row < rows; row++) {
      int from = row * (leftColumns + rightColumns);
      System.arraycopy(left, row * leftColumns, both, from, leftColumns);
      System.arraycopy(right, row * rightColumns, both, from + leftColumns, rightColumns);
    }
    return both;
  }

  private static float[] sum(float[] left, float[] right) {
    float[] sum = left.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += right[i];
    }
    return sum;
  }

  private static List<Long> ints(NodeProto node, String name, long usual) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .map(AttributeProto::getIntsList)
        .orElse(List.of(usual, usual));
  }

  private static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
