package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InputSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Converts a float32 model to one whose convolutions compute in 8 bits. */
public final class QuantizeGraph {

  /** The number of images that determine the magnitudes of channels. */
  private static final int EQUALIZING_IMAGES = 16;

  private QuantizeGraph() {}

  /**
   * Quantizes a model.
   *
   * @param model float32; not changed
   * @param input of the model, for images
   * @param images similar to those that the model will tag
   * @param done receives the number of finished images
   * @return the model with the same inputs, outputs and metadata
   * @throws ExportException if the model cannot be quantized
   */
  public static ModelProto quantize(
      ModelProto model, InputSpec input, List<CalibrationImage> images, LongConsumer done) {
    int width = input.takesAnySize() ? 1 : input.width();
    ModelProto simple = FoldedNormalization.of(GraphSession.simplified(model), width);
    QuantizationPlan first = QuantizationPlan.of(new Wiring(simple.getGraph()), Set.of());
    if (first.layers().isEmpty()) {
      throw new ExportException(
          "the model has no float32 convolution with constant weights to convert to int8");
    }
    ImageInput prepared = ImageInput.of(simple, input);
    List<CalibrationImage> few = images.subList(0, Math.min(EQUALIZING_IMAGES, images.size()));
    ModelProto joined = joined(simple, first, prepared, few);
    Wiring wiring = new Wiring(joined.getGraph());
    QuantizationPlan plan = QuantizationPlan.of(wiring, Set.of());
    Map<String, Activations> seen =
        Calibration.run(joined, plan.values(), plan.kernels(wiring), prepared, images, done);
    Candidates candidates = Candidates.of(joined, plan, seen);
    Set<String> float32Layers = MixedPrecision.float32Layers(candidates, seen, prepared, images);
    return withGraph(model, candidates.without(float32Layers));
  }

  /** The model with equalized channels and joined shortcuts; its scores are the same. */
  private static ModelProto joined(
      ModelProto model, QuantizationPlan plan, ImageInput input, List<CalibrationImage> images) {
    Map<String, Activations> seen =
        Calibration.run(model, plan.values(), Map.of(), input, images, count -> {});
    return ProjectionShortcuts.joined(Equalization.of(model, channels(seen)), seen);
  }

  private static Map<String, ChannelStatistics> channels(Map<String, Activations> seen) {
    Map<String, ChannelStatistics> channels = new HashMap<>();
    seen.forEach((value, activations) -> channels.put(value, activations.channels()));
    return channels;
  }

  /** The model's metadata with another graph and the operator sets of this graph. */
  private static ModelProto withGraph(ModelProto model, ModelProto quantized) {
    GraphProto graph = quantized.getGraph();
    Set<String> domains =
        graph.getNodeList().stream().map(node -> node.getDomain()).collect(Collectors.toSet());
    domains.add("");
    return model.toBuilder()
        .setIrVersion(quantized.getIrVersion())
        .clearOpsetImport()
        .addAllOpsetImport(
            quantized.getOpsetImportList().stream()
                .filter(opset -> domains.contains(opset.getDomain()))
                .toList())
        .setGraph(graph)
        .build();
  }
}
