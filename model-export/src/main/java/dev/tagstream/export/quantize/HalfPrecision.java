package dev.tagstream.export.quantize;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Contract;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Converts a float32 model to float16. It checks that all weights fit, that no layer overflows on
 * test images, and that both models give the same scores.
 */
public final class HalfPrecision {

  /** Rounding to float16 changes scores by about a tenth of this; a larger change is a fault. */
  private static final double MOST_DIFFERENCE = 0.02;

  private HalfPrecision() {}

  /**
   * Converts a model.
   *
   * @param model float32; not changed
   * @param contract the model's input and output
   * @return the model with the same inputs, outputs and metadata
   * @throws ExportException if a weight or a layer overflows, or the scores differ
   */
  public static ModelProto of(ModelProto model, Contract contract) {
    ModelProto half = model.toBuilder().setGraph(HalfGraph.of(model.getGraph())).build();
    ImageInput input = ImageInput.of(model, contract.input());
    List<CalibrationImage> images = TestImages.of(contract);
    String output =
        contract.output().givesTags()
            ? contract.output().name()
            : requireNonNull(contract.embedding()).name();
    refuseOverflow(model, input, images);
    List<float[]> exact = scores(model, input, images, output);
    List<float[]> rounded = roundedScores(half, input, images, output);
    for (int i = 0; i < exact.size(); i++) {
      double difference = difference(exact.get(i), rounded.get(i));
      // true for NaN, too
      if (!(difference <= MOST_DIFFERENCE)) {
        throw new ExportException(
            String.format(
                Locale.ROOT,
                "float16 moves the scores of a test image by %.1f %% of their range, more than"
                    + " %.0f %%; choose float32",
                100 * difference,
                100 * MOST_DIFFERENCE));
      }
    }
    return half;
  }

  /**
   * The float16 scores. A foreign graph can contain operators that ONNX Runtime supports in float32
   * only.
   */
  private static List<float[]> roundedScores(
      ModelProto half, ImageInput input, List<CalibrationImage> images, String output) {
    try {
      return scores(half, input, images, output);
    } catch (ExportException e) {
      throw new ExportException(
          "float16 does not fit this graph; choose float32: " + e.getMessage(), e);
    }
  }

  private static List<float[]> scores(
      ModelProto model, ImageInput input, List<CalibrationImage> images, String output) {
    List<float[]> scores = new ArrayList<>();
    try (GraphSession session = GraphSession.of(model, input)) {
      for (CalibrationImage image : images) {
        try (OnnxTensor tensor = session.tensor(image);
            OrtSession.Result result = session.run(tensor)) {
          scores.add(floats(result.get(output).orElseThrow()));
        }
      }
    }
    return scores;
  }

  /** The largest difference, relative to the range of the exact scores. */
  private static double difference(float[] exact, float[] rounded) {
    double largest = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < exact.length; i++) {
      double difference = Math.abs((double) exact[i] - rounded[i]);
      // Math.max propagates NaN
      largest = Math.max(largest, difference);
      min = Math.min(min, exact[i]);
      max = Math.max(max, exact[i]);
    }
    return largest == 0 ? 0 : largest / (max - min);
  }

  /**
   * Refuses a model if a layer's output exceeds the range of float16. This checks the float32
   * model: on a CPU without float16 arithmetic, ONNX Runtime computes in float32, and nothing
   * overflows.
   */
  private static void refuseOverflow(
      ModelProto model, ImageInput input, List<CalibrationImage> images) {
    Set<String> layers = HalfGraph.computing(model.getGraph());
    try (GraphSession session = GraphSession.of(showing(model, layers), input)) {
      for (CalibrationImage image : images) {
        try (OnnxTensor tensor = session.tensor(image);
            OrtSession.Result result = session.run(tensor)) {
          layers.forEach(layer -> refuseOverflow(layer, result.get(layer).orElseThrow()));
        }
      }
    }
  }

  private static void refuseOverflow(String layer, OnnxValue value) {
    FloatBuffer values = ((OnnxTensor) value).getFloatBuffer();
    float largest = 0;
    for (int i = 0; i < values.limit(); i++) {
      largest = Math.max(largest, Math.abs(values.get(i)));
    }
    if (!(largest <= HalfConstant.LARGEST)) {
      throw new ExportException(
          "float16 overflows in %s: a test image produces %s there, but float16 holds at most %d; choose float32"
              .formatted(layer, largest, (int) HalfConstant.LARGEST));
    }
  }

  /** The model with some inner values as additional outputs. */
  private static ModelProto showing(ModelProto model, Set<String> values) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    Set<String> shown =
        Set.copyOf(graph.getOutputList().stream().map(ValueInfoProto::getName).toList());
    TypeProto anyShape =
        TypeProto.newBuilder()
            .setTensorType(TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE))
            .build();
    values.stream()
        .filter(value -> !shown.contains(value))
        .forEach(
            value -> graph.addOutput(ValueInfoProto.newBuilder().setName(value).setType(anyShape)));
    return model.toBuilder().setGraph(graph).build();
  }

  private static float[] floats(OnnxValue value) {
    FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
    float[] floats = new float[buffer.remaining()];
    buffer.get(floats);
    return floats;
  }
}
