package dev.tagstream.export.quantize;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.schemas.model.InputSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Turns a float32 model into one whose convolutions compute in 8 bits. */
public final class QuantizeGraph {

  /** The first operator set whose DequantizeLinear knows a scale for each channel. */
  private static final long PER_CHANNEL_OPSET = 13;

  /** ONNX Runtime's own operators, whose DequantizeLinear knows it in any model. */
  private static final String MICROSOFT = "com.microsoft";

  private QuantizeGraph() {}

  /**
   * Quantizes.
   *
   * @param model float32; not changed
   * @param input how it takes pictures
   * @param pictures such as it will see
   * @param done is told how many pictures are through
   * @return the model with the same inputs, outputs and metadata
   * @throws ExportException if it cannot be done
   */
  public static ModelProto quantize(
      ModelProto model,
      InputSpec input,
      List<CalibrationPicture> pictures,
      QuantizeSettings settings,
      LongConsumer done) {
    ModelProto simple = GraphSession.simplified(model);
    Wiring wiring = new Wiring(simple.getGraph());
    QuantizationPlan plan = QuantizationPlan.of(wiring, Set.of());
    if (plan.layers().isEmpty()) {
      throw new ExportException(
          "the model has no float32 convolution with constant weights, which int8 is for");
    }
    Map<String, Activations> seen =
        Calibration.run(simple, plan.values(), PictureInput.of(simple, input), pictures, done);
    Map<String, ActivationRange> ranges = ranges(plan, seen, settings.ranges());
    Map<String, QuantizedLayer> layers = new HashMap<>();
    for (NodeProto node : wiring.nodes()) {
      if (plan.layers().contains(node.getOutput(0))) {
        layers.put(node.getOutput(0), layer(wiring, node, seen, ranges, settings.weights()));
      }
    }
    String domain = opset(simple) >= PER_CHANNEL_OPSET ? "" : MICROSOFT;
    GraphProto graph = QdqGraph.of(simple.getGraph(), ranges, layers, domain);
    return withGraph(model, simple, graph);
  }

  private static Map<String, ActivationRange> ranges(
      QuantizationPlan plan, Map<String, Activations> seen, RangeRule rule) {
    Map<String, ActivationRange> ranges = new HashMap<>();
    for (String value : plan.values()) {
      Activations activations = requireNonNull(seen.get(plan.rangeOf(value)));
      ranges.put(value, rule.range(activations.values()));
    }
    return ranges;
  }

  private static QuantizedLayer layer(
      Wiring wiring,
      NodeProto node,
      Map<String, Activations> seen,
      Map<String, ActivationRange> ranges,
      WeightRange range) {
    Tensor weights = Constants.read(wiring.constant(node.getInput(1)));
    float[] bias =
        node.getInputCount() > 2
            ? Constants.read(wiring.constant(node.getInput(2))).values()
            : new float[Math.toIntExact(weights.shape().size(0))];
    String input = node.getInput(0);
    return QuantizedLayer.of(
        weights,
        bias,
        requireNonNull(ranges.get(input)),
        requireNonNull(seen.get(input)).means(),
        range);
  }

  private static long opset(ModelProto model) {
    return model.getOpsetImportList().stream()
        .filter(opset -> opset.getDomain().isEmpty())
        .mapToLong(OperatorSetIdProto::getVersion)
        .findFirst()
        .orElse(1);
  }

  /** All that the model says of itself, with another graph and the operator sets that it uses. */
  private static ModelProto withGraph(ModelProto model, ModelProto simple, GraphProto graph) {
    Set<String> domains =
        graph.getNodeList().stream().map(NodeProto::getDomain).collect(Collectors.toSet());
    domains.add("");
    return model.toBuilder()
        .setIrVersion(simple.getIrVersion())
        .clearOpsetImport()
        .addAllOpsetImport(
            simple.getOpsetImportList().stream()
                .filter(opset -> domains.contains(opset.getDomain()))
                .toList())
        .setGraph(graph)
        .build();
  }
}
