package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tagstream.export.quantize.rounding.ChannelWeights;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a quantized graph in ONNX's own operators. Each quantized activation passes through a
 * QuantizeLinear and a DequantizeLinear. The weights of quantized convolutions are int8 and their
 * biases int32, each followed by a DequantizeLinear. The other operators do not change; ONNX
 * Runtime fuses each of them with the surrounding pairs into one that computes in 8 bits.
 */
final class QdqGraph {

  private static final String QUANTIZED = ".quantized";
  private static final String DEQUANTIZED = ".dequantized";

  private final GraphProto source;
  private final Map<String, ActivationRange> ranges;
  private final Map<String, QuantizedLayer> layers;
  private final QuantizationPlan plan;
  private final Wiring wiring;
  private final String domain;

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  private QdqGraph(
      GraphProto source,
      Map<String, ActivationRange> ranges,
      Map<String, QuantizedLayer> layers,
      QuantizationPlan plan,
      String domain) {
    this.source = source;
    this.plan = plan;
    this.wiring = new Wiring(source);
    this.ranges = ranges;
    this.layers = layers;
    this.domain = domain;
  }

  /**
   * Writes a quantized graph.
   *
   * @param ranges of the activations to quantize
   * @param layers the convolutions to quantize, by the names of their outputs; their inputs and
   *     outputs have ranges
   * @param plan that contains both
   * @param domain of QuantizeLinear and DequantizeLinear
   */
  static GraphProto of(
      GraphProto source,
      Map<String, ActivationRange> ranges,
      Map<String, QuantizedLayer> layers,
      QuantizationPlan plan,
      String domain) {
    QdqGraph graph = new QdqGraph(source, ranges, layers, plan, domain);
    graph.write();
    return graph.graph.build();
  }

  private void write() {
    graph
        .setName(source.getName())
        .addAllInput(source.getInputList())
        .addAllOutput(source.getOutputList());
    source.getInputList().forEach(input -> quantize(input.getName()));
    for (NodeProto node : source.getNodeList()) {
      QuantizedLayer layer = layers.get(node.getOutput(0));
      graph.addNode(layer == null ? rewired(node) : layer(node, layer));
      node.getOutputList().forEach(this::quantize);
    }
    Set<String> used = new HashSet<>();
    graph.getNodeList().forEach(node -> used.addAll(node.getInputList()));
    for (TensorProto constant : source.getInitializerList()) {
      if (used.contains(constant.getName())) {
        graph.addInitializer(constant);
      }
    }
  }

  /** Adds the pair after an activation that has a range. */
  private void quantize(String value) {
    ActivationRange range = ranges.get(value);
    if (range == null) {
      return;
    }
    String scale = value + ".scale";
    String zeroPoint = value + ".zero_point";
    graph.addInitializer(Constants.floatScalar(scale, range.scale()));
    graph.addInitializer(Constants.uint8Scalar(zeroPoint, range.zeroPoint()));
    graph.addNode(linear("QuantizeLinear", value + QUANTIZED, value, scale, zeroPoint));
    graph.addNode(
        linear("DequantizeLinear", value + DEQUANTIZED, value + QUANTIZED, scale, zeroPoint));
  }

  /**
   * The node with its inputs replaced by their quantized forms. A node that computes in float32
   * reads the outputs of other float32 nodes directly. A sum of two becomes an Add, which has a
   * fused form.
   */
  private NodeProto rewired(NodeProto node) {
    NodeProto.Builder rewired = node.toBuilder().clearInput();
    boolean computes = plan.computes(wiring, node);
    for (String input : node.getInputList()) {
      rewired.addInput(computes || plan.computed().contains(input) ? rewired(input) : input);
    }
    if (node.getOpType().equals("Sum") && node.getInputCount() == 2) {
      rewired.setOpType("Add");
    }
    return rewired.build();
  }

  private String rewired(String value) {
    return ranges.containsKey(value) ? value + DEQUANTIZED : value;
  }

  private NodeProto layer(NodeProto node, QuantizedLayer layer) {
    String output = node.getOutput(0);
    return node.toBuilder()
        .clearInput()
        .addInput(rewired(node.getInput(0)))
        .addInput(weight(output + ".weight", layer))
        .addInput(bias(output + ".bias", layer))
        .build();
  }

  private String weight(String name, QuantizedLayer layer) {
    ChannelWeights weights = layer.weights();
    graph.addInitializer(Constants.int8s(name + QUANTIZED, layer.shape().sizes(), weights.steps()));
    graph.addInitializer(Constants.floats(name + ".scale", weights.scales()));
    return dequantized(name);
  }

  private String bias(String name, QuantizedLayer layer) {
    graph.addInitializer(Constants.int32s(name + QUANTIZED, layer.biasSteps()));
    graph.addInitializer(Constants.floats(name + ".scale", layer.biasScales()));
    return dequantized(name);
  }

  /**
   * A dequantized constant. Symmetric steps need no zero point; output channels are the first
   * dimension.
   */
  private String dequantized(String name) {
    graph.addNode(
        linear("DequantizeLinear", name + DEQUANTIZED, name + QUANTIZED, name + ".scale")
            .addAttribute(
                AttributeProto.newBuilder().setName("axis").setType(AttributeType.INT).setI(0)));
    return name + DEQUANTIZED;
  }

  private NodeProto.Builder linear(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setDomain(domain)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }
}
