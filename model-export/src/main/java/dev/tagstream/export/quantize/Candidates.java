package dev.tagstream.export.quantize;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.tagstream.export.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The quantized forms of a model. They differ in the layers that stay float32.
 *
 * @param model float32, simplified
 * @param ranges of all activations that may be quantized
 * @param layers all convolutions that may be quantized, by the name of their output
 */
record Candidates(
    ModelProto model, Map<String, ActivationRange> ranges, Map<String, QuantizedLayer> layers) {

  /** The first operator set whose DequantizeLinear accepts a scale for each channel. */
  private static final long PER_CHANNEL_OPSET = 13;

  /** ONNX Runtime's own operators, whose DequantizeLinear accepts it in any model. */
  private static final String MICROSOFT = "com.microsoft";

  /**
   * Quantizes all layers that can be quantized.
   *
   * @param seen the statistics of the plan's activations
   */
  static Candidates of(ModelProto model, QuantizationPlan plan, Map<String, Activations> seen) {
    Map<String, ActivationRange> ranges = new HashMap<>();
    for (String value : plan.values()) {
      Activations activations = requireNonNull(seen.get(plan.rangeOf(value)));
      ranges.put(value, RangeSearch.leastError(activations.values()));
    }
    Wiring wiring = new Wiring(model.getGraph());
    Map<String, QuantizedLayer> layers = new HashMap<>();
    for (NodeProto node : wiring.nodes()) {
      if (plan.layers().contains(node.getOutput(0))) {
        String input = node.getInput(0);
        layers.put(
            node.getOutput(0),
            layer(
                wiring, node, requireNonNull(ranges.get(input)), requireNonNull(seen.get(input))));
      }
    }
    return new Candidates(model, ranges, layers);
  }

  /** The form in which some layers, named by their outputs, stay float32. */
  ModelProto without(Set<String> float32Layers) {
    QuantizationPlan plan = QuantizationPlan.of(new Wiring(model.getGraph()), float32Layers);
    Map<String, ActivationRange> used = new HashMap<>(ranges);
    used.keySet().retainAll(plan.values());
    Map<String, QuantizedLayer> quantized = new HashMap<>(layers);
    quantized.keySet().retainAll(plan.layers());
    String domain = opset(model) >= PER_CHANNEL_OPSET ? "" : MICROSOFT;
    GraphProto graph = QdqGraph.of(model.getGraph(), used, quantized, plan, domain);
    return model.toBuilder().setGraph(graph).build();
  }

  private static QuantizedLayer layer(
      Wiring wiring, NodeProto node, ActivationRange range, Activations input) {
    Tensor weights = Constants.read(wiring.constant(node.getInput(1)));
    float[] bias =
        node.getInputCount() > 2
            ? Constants.read(wiring.constant(node.getInput(2))).values()
            : new float[Math.toIntExact(weights.shape().size(0))];
    return QuantizedLayer.of(
        weights, bias, range, input.channels(), input.patches(LayerInputs.kernel(wiring, node)));
  }

  private static long opset(ModelProto model) {
    return model.getOpsetImportList().stream()
        .filter(opset -> opset.getDomain().isEmpty())
        .mapToLong(OperatorSetIdProto::getVersion)
        .findFirst()
        .orElse(1);
  }
}
