package dev.tagstream.export.resnet;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The layers that turn pooled features into scores: usually one linear layer; in networks with a
 * custom head, several, with batch norms and activations between them. A file lists only layers
 * with weights. If the layers between them are ambiguous, the user names them.
 *
 * @param steps in the order of computation; the last is a linear layer
 */
record ClassifierHead(List<Step> steps) {

  /** One step of the head. */
  sealed interface Step {}

  /** A linear layer [out, in]. */
  record Linear(String layer, Shape shape) implements Step {}

  /** A batch norm over the features. */
  record BatchNorm(String layer) implements Step {}

  /** An activation, which has no weights. */
  record Activation(HeadActivation function) implements Step {}

  /** The prefix of torchvision's last layer, and of the layers that replace it. */
  private static final String CLASSIFIER = "fc.";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

  /** Words in the names of layers that compute cosine similarity instead of a linear product. */
  private static final Set<String> COSINE_WORDS =
      Set.of("arc", "arcface", "cos", "cosface", "cosine", "margin", "metric", "sphere", "proxy");

  ClassifierHead {
    steps = List.copyOf(steps);
  }

  /** The number of classes. */
  int classes() {
    return (int) ((Linear) steps.get(steps.size() - 1)).shape().size(0);
  }

  /**
   * Detects the head of a network, or reads the one that the user states.
   *
   * @param stated the names of its layers and activations, in order; null to detect it
   * @throws ExportException if it cannot be detected, or the user names a layer that the file lacks
   */
  static ClassifierHead of(ResNetWeights weights, @Nullable List<String> stated) {
    return stated != null ? stated(weights, stated) : told(weights);
  }

  private static ClassifierHead stated(ResNetWeights weights, List<String> names) {
    List<Step> steps = new ArrayList<>();
    for (String name : names) {
      steps.add(
          HeadActivation.named(name)
              .<Step>map(Activation::new)
              .orElseGet(() -> layer(weights, name)));
    }
    if (steps.isEmpty() || !(steps.get(steps.size() - 1) instanceof Linear)) {
      throw weights.problem(
          "--head must end with a linear layer; name the kind of its scores with --scores");
    }
    return new ClassifierHead(steps);
  }

  private static Step layer(ResNetWeights weights, String name) {
    if (weights.isLinear(name)) {
      return new Linear(name, weights.linearShape(name));
    }
    if (weights.isHeadBatchNorm(name)) {
      return new BatchNorm(name);
    }
    throw weights.problem(
        "--head names %s, which is neither a linear layer nor a batch norm of the file nor one of %s; the file has %s"
            .formatted(name, HeadActivation.names(), weights.linearLayers()));
  }

  private static ClassifierHead told(ResNetWeights weights) {
    List<String> linear = weights.linearLayers();
    if (linear.isEmpty()) {
      throw weights.problem(
          "has no classifier, which is a linear layer; save the network with its top");
    }
    List<String> layers = new ArrayList<>(linear);
    layers.addAll(batchNormsBeside(weights, linear));
    layers.sort(
        Comparator.comparing(ClassifierHead::parent).thenComparingInt(ClassifierHead::index));
    List<Step> steps = layers.stream().map(name -> layer(weights, name)).toList();
    if (layers.size() > 1 && !isSequence(weights, layers)) {
      throw unknownBetween(weights, layers);
    }
    if (!(steps.get(steps.size() - 1) instanceof Linear last)) {
      throw weights.problem(
          "ends with the batch norm %s, not with a linear layer".formatted(layers));
    }
    refuseCosine(weights, last);
    return new ClassifierHead(steps);
  }

  /** The batch norms in the same numbered sequence as a linear layer. */
  private static List<String> batchNormsBeside(ResNetWeights weights, List<String> linear) {
    List<String> parents =
        linear.stream().filter(name -> index(name) >= 0).map(ClassifierHead::parent).toList();
    return weights.batchNorms().stream()
        .filter(name -> index(name) >= 0 && parents.contains(parent(name)))
        .toList();
  }

  /**
   * Whether the file lists all layers of the head. torchvision's networks apply {@code fc} as one
   * module, so if its parts are numbered without a gap, no layer without weights is between them.
   */
  private static boolean isSequence(ResNetWeights weights, List<String> layers) {
    for (int i = 0; i < layers.size(); i++) {
      boolean follows = i == 0 || index(layers.get(i)) == index(layers.get(i - 1)) + 1;
      if (!parent(layers.get(i)).equals(weights.prefix() + CLASSIFIER) || !follows) {
        return false;
      }
    }
    return true;
  }

  private static ExportException unknownBetween(ResNetWeights weights, List<String> layers) {
    return weights.problem(
        "has a head of %d layers, %s; the file does not record the layers between them: set --head %s, or the activations that they have (%s)"
            .formatted(
                layers.size(),
                String.join(", ", layers.stream().map(weights::describedLayer).toList()),
                String.join(",relu,", layers),
                HeadActivation.names()));
  }

  private static void refuseCosine(ResNetWeights weights, Linear last) {
    if (!weights.hasBias(last.layer())
        && Words.of(last.layer()).stream().anyMatch(COSINE_WORDS::contains)) {
      throw weights.problem(
          "%s may compare directions instead of being linear; set --head %s if it is linear"
              .formatted(last.layer(), last.layer()));
    }
  }

  /** The layer's name up to and including its last dot. */
  private static String parent(String layer) {
    return layer.substring(0, layer.lastIndexOf('.') + 1);
  }

  /** The last part of a layer's name as a number; -1 if it is not a number. */
  private static int index(String layer) {
    String last = layer.substring(layer.lastIndexOf('.') + 1);
    return NUMBER.matcher(last).matches() ? Integer.parseInt(last) : -1;
  }
}
