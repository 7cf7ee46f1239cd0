package dev.tagstream.export.quantize;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the convolutions that stay float32 because 8 bits change the scores far more there than
 * elsewhere. It selects some suspects, keeps each of them float32 in turn, and measures the gain.
 *
 * <p>A float32 layer among layers in 8 bits costs about a twentieth of the speed, however small it
 * is: ONNX Runtime changes the layout of its values, and computes a pool after it slowly. Each
 * layer in float32 also changes how the errors of all later layers add up. On a ResNet-50 whose
 * first layer is float32, the error of an image so rises or falls by two thirds of the mean error,
 * and the mean stays the same. Therefore only a gain counts that such chance does not explain.
 */
final class MixedPrecision {

  /** The number of images to measure with. */
  private static final int IMAGES = 32;

  /**
   * The largest share of the multiplications that stay float32; the loss of speed is about as
   * large.
   */
  private static final double MAX_SHARE = 0.05;

  /** The least share of the squared error that a layer in float32 must remove with certainty. */
  private static final double LEAST_GAIN = 0.1;

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
    this.images = images.subList(Math.max(0, images.size() - IMAGES), images.size());
    this.wiring = new Wiring(candidates.model().getGraph());
  }

  /**
   * Chooses the layers.
   *
   * @param seen the statistics of the model's activations
   * @param images the last of them measure
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
    List<NodeProto> affordable = new ArrayList<>(suspects(layers));
    affordable.removeIf(layer -> multiplications(layer) > budget);
    return within(budget, gains(affordable));
  }

  /** The gain of each layer in float32 alone, as a share of the error that all in 8 bits have. */
  private Map<NodeProto, Double> gains(List<NodeProto> suspects) {
    List<float[]> wanted = scores(candidates.model());
    double[] quantized = errors(wanted, scores(candidates.without(Set.of())));
    Map<NodeProto, Double> gains = new HashMap<>();
    for (NodeProto layer : suspects) {
      ModelProto without = candidates.without(Set.of(layer.getOutput(0)));
      double[] errors = errors(wanted, scores(without));
      gains.put(layer, PairedGain.of(quantized, errors).certain());
    }
    return gains;
  }

  /** The layers that are worth it, those that gain most a multiplication first. */
  private Set<String> within(double budget, Map<NodeProto, Double> gains) {
    List<NodeProto> best = new ArrayList<>(gains.keySet());
    best.removeIf(layer -> requireNonNull(gains.get(layer)) <= LEAST_GAIN);
    best.sort(
        Comparator.comparingDouble(
            layer -> -requireNonNull(gains.get(layer)) / multiplications(layer)));
    Set<String> chosen = new LinkedHashSet<>();
    double left = budget;
    for (NodeProto layer : best) {
      left -= multiplications(layer);
      if (left < 0) {
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

  /**
   * For each image the sum of squared differences, without the difference that all scores share.
   */
  private static double[] errors(List<float[]> wanted, List<float[]> scores) {
    double[] errors = new double[wanted.size()];
    Arrays.setAll(errors, image -> error(wanted.get(image), scores.get(image)));
    return errors;
  }

  private static double error(float[] wanted, float[] given) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < wanted.length; i++) {
      double difference = given[i] - (double) wanted[i];
      sum += difference;
      squares += difference * difference;
    }
    return squares - sum * sum / wanted.length;
  }
}
