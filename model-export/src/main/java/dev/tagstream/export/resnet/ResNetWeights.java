package dev.tagstream.export.resnet;

import dev.tagstream.export.onnx.GraphBuilder.BatchNorm;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a ResNet by layer, each checked against its expected shape and returned in the
 * order of PyTorch and ONNX. Prefixes that training scripts add to all names, such as {@code
 * module.}, are recognized.
 */
public final class ResNetWeights {

  /** The update counter of PyTorch's batch norms, which inference does not use. */
  private static final String COUNTER = ".num_batches_tracked";

  private static final int CONVOLUTION_RANK = 4;
  private static final int LINEAR_RANK = 2;

  private final CheckedTensors tensors;
  private final ResNetNames names;
  private final TensorDialect dialect;
  private final String prefix;
  private final Set<String> leftOut;
  private final ClassifierHead head;

  private ResNetWeights(
      NamedTensors tensors, ResNetNames names, String prefix, @Nullable List<String> head) {
    this.tensors = new CheckedTensors(tensors);
    this.names = names;
    this.dialect = names.dialect();
    this.prefix = prefix;
    this.leftOut =
        tensors.names().stream()
            .filter(name -> isOfTraining(name, head))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    this.head = ClassifierHead.of(this, head);
  }

  /**
   * Finds the ResNet among named tensors.
   *
   * @param head the names of its last layers and of the activations between them, in order; null to
   *     detect them
   * @throws ExportException if there is none, or more than one, or its head cannot be detected
   */
  public static ResNetWeights in(NamedTensors tensors, @Nullable List<String> head) {
    for (ResNetNames names : ResNetNames.values()) {
      List<String> landmarks =
          tensors.names().stream()
              .filter(name -> isCalled(name, names.landmark(), names.dialect().separator()))
              .toList();
      if (landmarks.size() > 1) {
        throw ExportException.in(
            tensors.file(),
            "contains more than one network; choose one with --weights-key: "
                + prefixes(landmarks, names));
      }
      if (landmarks.size() == 1) {
        String name = landmarks.get(0);
        return new ResNetWeights(tensors, names, before(name, names), head);
      }
    }
    throw ExportException.in(
        tensors.file(), "contains no ResNet with known names: none of " + ResNetNames.landmarks());
  }

  private static String prefixes(List<String> landmarks, ResNetNames names) {
    return String.join(
        ", ",
        landmarks.stream()
            .map(name -> before(name, names))
            .map(
                name ->
                    name.isEmpty() ? "what has no prefix" : name.substring(0, name.length() - 1))
            .toList());
  }

  /** The part before the landmark, which is the prefix of all names. */
  private static String before(String name, ResNetNames names) {
    return name.substring(0, name.length() - names.landmark().length());
  }

  /**
   * The names of tensors of a loss, a metric or averaged weights, which do not belong to the
   * network.
   */
  public Set<String> leftOut() {
    return Collections.unmodifiableSet(leftOut);
  }

  /**
   * Refuses a softmax if the loss beside the network shows that scores are sigmoids.
   *
   * @throws ExportException that names the loss's tensor
   */
  public void refuseSigmoidLoss() {
    for (String name : leftOut) {
      if (TrainingTensors.saysSigmoid(name)) {
        throw problem(name, "belongs to a loss on sigmoids, not on a softmax; set --scores");
      }
    }
  }

  /**
   * Refuses a softmax if the classifier is the first layer of a numbered sequence that has no other
   * weights. Nobody makes a sequence of one layer: what follows has no weights, and may be a
   * sigmoid. Only the printed network is known to have such a classifier, which ends in a softmax.
   *
   * @throws ExportException that names the layer
   */
  public void refuseUnknownEnding() {
    List<String> linear = linearLayers();
    if (names != ResNetNames.TORCH_PRINTED && linear.size() == 1 && linear.get(0).endsWith(".0")) {
      throw problem(
          linear.get(0)
              + " begins a sequence whose other layers have no weights; if it ends in a sigmoid, set --scores sigmoid, otherwise --scores logits");
    }
  }

  /**
   * Refuses weights that are too large for a file.
   *
   * @param maxBytes as float32
   */
  public void refuseMoreThan(long maxBytes) {
    long bytes = 0;
    for (String name : tensors.names()) {
      long elements = tensors.type(name).shape().elements();
      if (elements > (maxBytes - bytes) / Float.BYTES) {
        throw problem("has more than %d bytes of float32 weights".formatted(maxBytes));
      }
      bytes += elements * Float.BYTES;
    }
  }

  ResNetNames names() {
    return names;
  }

  boolean hasConvolution(String layer) {
    return tensors.has(dialect.weight(prefix + layer));
  }

  /** The shape of a required convolution: [out, in / groups, height, width]. */
  Shape convolutionShape(String layer) {
    return dialect.shape(tensors.shape(dialect.weight(prefix + layer), CONVOLUTION_RANK));
  }

  /** The prefix of all names of the network. */
  String prefix() {
    return prefix;
  }

  /** The layers that turn features into scores. */
  ClassifierHead head() {
    return head;
  }

  /** The layers whose weights have two dimensions; fine-tuned networks give them any name. */
  List<String> linearLayers() {
    return tensors.names().stream()
        .filter(name -> !leftOut.contains(name))
        .map(dialect::layerOfWeight)
        .filter(layer -> !layer.isEmpty() && isLinear(layer))
        .toList();
  }

  /** The names of all layers with a variance. */
  List<String> batchNorms() {
    String variance = dialect.variance("");
    return tensors.names().stream()
        .filter(name -> name.endsWith(variance))
        .map(name -> name.substring(0, name.length() - variance.length()))
        .toList();
  }

  boolean isLinear(String layer) {
    String name = dialect.weight(layer);
    return tensors.has(name) && tensors.type(name).shape().rank() == LINEAR_RANK;
  }

  boolean isHeadBatchNorm(String layer) {
    return batchNorms().contains(layer);
  }

  boolean hasBias(String layer) {
    return tensors.has(dialect.bias(layer));
  }

  /** The shape of a linear layer: [out, in]. */
  Shape linearShape(String layer) {
    return dialect.shape(tensors.shape(dialect.weight(layer), LINEAR_RANK));
  }

  /** A layer for messages, such as {@code fc.3 [10, 512]}. */
  String describedLayer(String layer) {
    return isLinear(layer) ? layer + " " + linearShape(layer) : layer + " (batch norm)";
  }

  /** The number of classes. */
  int classes() {
    return head.classes();
  }

  /** Reads a convolution of a shape [out, in / groups, size, size]. */
  Tensor convolution(String layer, long... shape) {
    return dialect.tensor(
        tensors.read(dialect.weight(prefix + layer), dialect.stored(Shape.of(shape))));
  }

  /** Reads a convolution's bias [out]; null if it has none. */
  @Nullable Tensor bias(String layer, long out) {
    String name = dialect.bias(prefix + layer);
    return tensors.has(name) ? tensors.read(name, Shape.of(out)) : null;
  }

  /** Reads a batch norm of the network. */
  BatchNorm batchNorm(String name, long channels) {
    return headBatchNorm(prefix + name, channels);
  }

  /** Reads a batch norm; {@code layer} includes the prefix. */
  BatchNorm headBatchNorm(String layer, long channels) {
    Shape shape = Shape.of(channels);
    Tensor gamma = tensors.read(dialect.gamma(layer), shape);
    Tensor beta = tensors.read(dialect.beta(layer), shape);
    Tensor mean = tensors.read(dialect.mean(layer), shape);
    Tensor variance = tensors.read(dialect.variance(layer), shape);
    for (float value : variance.values()) {
      if (value < 0) {
        throw problem(dialect.variance(layer), "must not be negative but has " + value);
      }
    }
    return new BatchNorm(gamma, beta, mean, variance, names.style().epsilon());
  }

  /** Reads a linear layer's weight [out, in]. */
  Tensor linearWeight(String layer, long out, long in) {
    return dialect.tensor(tensors.read(dialect.weight(layer), dialect.stored(Shape.of(out, in))));
  }

  /** Reads a linear layer's bias [out]; zeros if it has none. */
  Tensor linearBias(String layer, int out) {
    return hasBias(layer)
        ? tensors.read(dialect.bias(layer), Shape.of(out))
        : new Tensor(Shape.of(out), new float[out]);
  }

  /** Ignores a convolution that does not belong to the network. */
  void ignore(String layer) {
    tensors.ignore(dialect.weight(prefix + layer));
  }

  /** Refuses tensors that were not used: they mean that the file has another network. */
  void refuseUnused() {
    for (String name : tensors.names()) {
      if (!tensors.isUsed(name) && !leftOut.contains(name) && !name.endsWith(COUNTER)) {
        throw problem(name, "does not belong to a ResNet");
      }
    }
  }

  /** An error about one tensor, such as {@code resnet50.pth: conv1.weight must be ...}. */
  ExportException problem(String name, String problem) {
    return tensors.problem(name, problem);
  }

  /** An error about the file, such as {@code resnet50.pth: has no classifier ...}. */
  public ExportException problem(String problem) {
    return tensors.problem(problem);
  }

  /** If the user names the layers of the head, a matrix of a loss cannot be the classifier. */
  private boolean isOfTraining(String name, @Nullable List<String> statedHead) {
    String module = name.substring(0, name.lastIndexOf('.') + 1);
    if (dialect != TensorDialect.TORCH
        || tensors.has(module + "bias")
        || tensors.has(module + "running_var")) {
      return false;
    }
    String own = withoutPrefix(name);
    boolean isStated =
        statedHead != null && statedHead.stream().anyMatch(layer -> module.equals(layer + "."));
    boolean isLoss = statedHead != null && TrainingTensors.isOfLossOrMetric(own);
    return !isStated && (isLoss || TrainingTensors.contains(own, tensors.type(name).shape()));
  }

  /** A name without the modules that it shares with the network. */
  private String withoutPrefix(String name) {
    int same = 0;
    for (int dot = prefix.indexOf('.'); dot >= 0; dot = prefix.indexOf('.', dot + 1)) {
      if (name.startsWith(prefix.substring(0, dot + 1))) {
        same = dot + 1;
      }
    }
    return name.substring(same);
  }

  private static boolean isCalled(String name, String landmark, String separator) {
    return name.equals(landmark) || name.endsWith(separator + landmark);
  }
}
