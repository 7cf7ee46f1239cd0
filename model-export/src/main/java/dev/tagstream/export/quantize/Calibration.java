package dev.tagstream.export.quantize;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.quantize.rounding.Kernel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/** Runs images through a float32 graph and records its activations. */
final class Calibration {

  private Calibration() {}

  /**
   * Calibrates.
   *
   * @param values the activations to record, float32 [batch, channels, height, width]
   * @param kernels whose patches to record, by the activation that they read
   * @param done receives the number of finished images
   * @return the statistics of each activation
   * @throws ExportException if the graph does not run, or computes a number that is not finite
   */
  static Map<String, Activations> run(
      ModelProto model,
      Set<String> values,
      Map<String, Set<Kernel>> kernels,
      ImageInput input,
      List<CalibrationImage> images,
      LongConsumer done) {
    Map<String, Activations> seen = new HashMap<>();
    values.forEach(value -> seen.put(value, new Activations()));
    kernels.forEach((value, passing) -> passing.forEach(requireNonNull(seen.get(value))::watch));
    try (GraphSession session = GraphSession.of(withOutputs(model, values), input)) {
      long count = 0;
      for (CalibrationImage image : images) {
        watch(session, image, seen);
        done.accept(++count);
      }
    }
    return seen;
  }

  private static void watch(
      GraphSession session, CalibrationImage image, Map<String, Activations> seen) {
    try (OnnxTensor input = session.tensor(image);
        OrtSession.Result result = session.run(input)) {
      for (Map.Entry<String, Activations> entry : seen.entrySet()) {
        String value = entry.getKey();
        // the input may be recorded but cannot also be an output
        OnnxTensor activation =
            (OnnxTensor) result.get(value).map(OnnxValue.class::cast).orElse(input);
        add(value, activation, entry.getValue());
      }
    }
  }

  private static void add(String value, OnnxTensor activation, Activations seen) {
    try {
      seen.add(activation.getFloatBuffer(), activation.getInfo().getShape());
    } catch (IllegalArgumentException e) {
      throw new ExportException(
          "%s cannot be represented in 8 bits: on a calibration image %s"
              .formatted(value, e.getMessage()),
          e);
    }
  }

  private static ModelProto withOutputs(ModelProto model, Set<String> values) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    Set<String> present = new HashSet<>();
    graph.getInputList().forEach(input -> present.add(input.getName()));
    graph.getOutputList().forEach(output -> present.add(output.getName()));
    for (String value : values) {
      if (present.add(value)) {
        graph.addOutput(ValueInfoProto.newBuilder().setName(value));
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }
}
