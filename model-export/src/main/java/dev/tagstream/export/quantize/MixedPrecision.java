package dev.tagstream.export.quantize;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the convolutions that stay float32 because 8 bits change the scores far more there than
 * elsewhere. It selects some suspects, keeps each of them float32 in turn, and measures the gain.
 */
final class MixedPrecision {

  /**
   * The largest share of the multiplications that stay float32; the loss of speed is about as
   * large.
   */
  private static final double MAX_SHARE = 0.05;

  /**
   * The least share of the error that a float32 layer must remove. Among layers in 8 bits, one in
   * float32 costs about a twentieth of the speed, however small it is, as its values change their
   * layout.
   */
  private static final double LEAST_GAIN = 0.15;

  /** The number of layers to measure besides the first: those whose outputs lose most in 8 bits. */
  private static final int SUSPECTS = 8;

  private final Candidates candidates;
  private final Map<String, Activations> seen;
  private final ImageInput input;
  private final List<CalibrationImage> images;
  private final Wiring wiring;

  private MixedPrecision(
      Candidates candidates,
      Map<String, Activations> seen,
      ImageInput input,
      List<CalibrationImage> images) {
    this.candidates = candidates;
    this.seen = seen;
    this.input = input;
    this.images = images;
    this.wiring = new Wiring(candidates.model().getGraph());
  }

  /**
   * Chooses the layers.
   *
   * @param seen the statistics of the model's activations
   * @param images to measure with
   * @return the layers, by the names of their outputs
   */
  static Set<String> float32Layers(
      Candidates candidates,
      Map<String, Activations> seen,
      ImageInput input,
      List<CalibrationImage> images) {
    return new MixedPrecision(candidates, seen, input, images).choose();
  }

  private Set<String> choose() {
    List<NodeProto> layers =
        wiring.nodes().stream()
            .filter(node -> candidates.layers().containsKey(node.getOutput(0)))
            .toList();
    double budget = MAX_SHARE * layers.stream().mapToDouble(this::multiplications).sum();
    List<float[]> wanted = scores(candidates.model());
    double error = error(wanted, scores(candidates.without(Set.of())));
    Map<NodeProto, Double> gains = new HashMap<>();
    for (NodeProto layer : suspects(layers)) {
      if (multiplications(layer) <= budget) {
        ModelProto without = candidates.without(Set.of(layer.getOutput(0)));
        gains.put(layer, error - error(wanted, scores(without)));
      }
    }
    List<NodeProto> best = new ArrayList<>(gains.keySet());
    best.removeIf(layer -> requireNonNull(gains.get(layer)) <= LEAST_GAIN * error);
    best.sort(
        Comparator.comparingDouble(
            layer -> -requireNonNull(gains.get(layer)) / multiplications(layer)));
    Set<String> chosen = new LinkedHashSet<>();
    for (NodeProto layer : best) {
      budget -= multiplications(layer);
      if (budget < 0) {
        break;
      }
      chosen.add(layer.getOutput(0));
    }
    return chosen;
  }

  /**
   * The first layer, whose few inputs are the most sensitive, and the layers with the noisiest
   * outputs.
   */
  private Set<NodeProto> suspects(List<NodeProto> layers) {
    Set<NodeProto> suspects = new LinkedHashSet<>(layers.subList(0, 1));
    layers.stream()
        .sorted(Comparator.comparingDouble(layer -> -output(layer).noise()))
        .limit(SUSPECTS)
        .forEach(suspects::add);
    return suspects;
  }

  private double multiplications(NodeProto layer) {
    QuantizedLayer quantized = requireNonNull(candidates.layers().get(layer.getOutput(0)));
    return (double) quantized.shape().elements() * output(layer).valuesPerChannel();
  }

  private Activations output(NodeProto layer) {
    return requireNonNull(seen.get(wiring.rectified(layer)));
  }

  /** The first output for each image. */
  private List<float[]> scores(ModelProto model) {
    String first = model.getGraph().getOutput(0).getName();
    try (GraphSession session = GraphSession.of(model, input)) {
      return images.stream().map(image -> session.output(first, image)).toList();
    }
  }

  /** The sum of squared differences, without the difference that all scores of an image share. */
  private static double error(List<float[]> wanted, List<float[]> scores) {
    double error = 0;
    for (int image = 0; image < wanted.size(); image++) {
      float[] right = wanted.get(image);
      float[] given = scores.get(image);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < right.length; i++) {
        double difference = given[i] - (double) right[i];
        sum += difference;
        squares += difference * difference;
      }
      error += squares - sum * sum / right.length;
    }
    return error;
  }
}
