package dev.tagstream.export.resnet;

import dev.tagstream.export.onnx.GraphBuilder.BatchNorm;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a ResNet by its layers, each checked against the shape it must have and given in
 * the order of PyTorch and ONNX. A prefix that training scripts put before all names, such as
 * {@code module.}, is seen through.
 */
public final class ResNetWeights {

  /** An update counter that every batch norm of PyTorch carries; it has no part in inference. */
  private static final String COUNTER = ".num_batches_tracked";

  private static final int CONVOLUTION_RANK = 4;
  private static final int LINEAR_RANK = 2;

  private final NamedTensors tensors;
  private final ResNetNames names;
  private final TensorDialect dialect;
  private final String prefix;
  private final Set<String> used = new HashSet<>();

  private ResNetWeights(NamedTensors tensors, ResNetNames names, String prefix) {
    this.tensors = tensors;
    this.names = names;
    this.dialect = names.dialect();
    this.prefix = prefix;
  }

  /**
   * Finds the ResNet among named tensors.
   *
   * @throws ExportException if there is none, or more than one
   */
  public static ResNetWeights in(NamedTensors tensors) {
    for (ResNetNames names : ResNetNames.values()) {
      List<String> landmarks =
          tensors.names().stream()
              .filter(name -> isCalled(name, names.landmark(), names.dialect().separator()))
              .toList();
      if (landmarks.size() > 1) {
        throw ExportException.in(
            tensors.file(), "holds more than one network: " + landmarks + "; save only one");
      }
      if (landmarks.size() == 1) {
        String name = landmarks.get(0);
        return new ResNetWeights(
            tensors, names, name.substring(0, name.length() - names.landmark().length()));
      }
    }
    throw ExportException.in(
        tensors.file(), "holds no ResNet with known names: none of " + ResNetNames.landmarks());
  }

  /**
   * Refuses weights that do not fit a file.
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
    return has(dialect.weight(prefix + layer));
  }

  /** The shape of a convolution that must be there: [out, in / groups, height, width]. */
  Shape convolutionShape(String layer) {
    return dialect.shape(shape(dialect.weight(prefix + layer), CONVOLUTION_RANK));
  }

  /** How many classes the classifier tells apart. */
  int classes() {
    return (int) dialect.shape(shape(dialect.weight(classifier()), LINEAR_RANK)).size(0);
  }

  /** Reads a convolution of a shape [out, in / groups, size, size]. */
  Tensor convolution(String layer, long... shape) {
    return dialect.tensor(read(dialect.weight(prefix + layer), dialect.stored(Shape.of(shape))));
  }

  /** Reads a convolution's bias [out]; null where it has none. */
  @Nullable Tensor bias(String layer, long out) {
    String name = dialect.bias(prefix + layer);
    return has(name) ? read(name, Shape.of(out)) : null;
  }

  BatchNorm batchNorm(String name, long channels) {
    String layer = prefix + name;
    Shape shape = Shape.of(channels);
    Tensor gamma = read(dialect.gamma(layer), shape);
    Tensor beta = read(dialect.beta(layer), shape);
    Tensor mean = read(dialect.mean(layer), shape);
    Tensor variance = read(dialect.variance(layer), shape);
    for (float value : variance.values()) {
      if (value < 0) {
        throw problem(dialect.variance(layer), "must not be negative but has " + value);
      }
    }
    return new BatchNorm(gamma, beta, mean, variance, names.style().epsilon());
  }

  /** Reads the classifier's weight [classes, features]. */
  Tensor classifierWeight(long features) {
    String name = dialect.weight(classifier());
    return dialect.tensor(read(name, dialect.stored(Shape.of(classes(), features))));
  }

  /** Reads the classifier's bias [classes]. */
  Tensor classifierBias() {
    return read(dialect.bias(classifier()), Shape.of(classes()));
  }

  /** Passes over a convolution that has no part in the network. */
  void ignore(String layer) {
    used.add(dialect.weight(prefix + layer));
  }

  /** A tensor nobody asked for means that the network is not the one that was built. */
  void refuseUnused() {
    for (String name : tensors.names()) {
      if (!used.contains(name) && !name.endsWith(COUNTER)) {
        throw problem(name, "has no place in a ResNet");
      }
    }
  }

  /** {@code resnet50.pth: conv1.weight} and the problem with it. */
  ExportException problem(String name, String problem) {
    return problem(name + " " + problem);
  }

  /** {@code resnet50.pth:} and the problem with it. */
  public ExportException problem(String problem) {
    return ExportException.in(tensors.file(), problem);
  }

  /** The only layer whose weight has two dimensions; whoever trains anew calls it as they like. */
  private String classifier() {
    List<String> layers =
        tensors.names().stream()
            .filter(name -> !dialect.layerOfWeight(name).isEmpty())
            .filter(name -> tensors.type(name).shape().rank() == LINEAR_RANK)
            .map(dialect::layerOfWeight)
            .toList();
    if (layers.isEmpty()) {
      throw problem("has no classifier, which is a linear layer; save the network with its top");
    }
    if (layers.size() > 1) {
      throw problem("must have one linear layer, the classifier, but has " + layers);
    }
    return layers.get(0);
  }

  private boolean has(String name) {
    return tensors.names().contains(name);
  }

  private TensorType type(String name) {
    if (!has(name)) {
      throw problem(name, "is missing");
    }
    return tensors.type(name);
  }

  /** The shape of a tensor that must be there and have so many dimensions. */
  private Shape shape(String name, int rank) {
    Shape shape = type(name).shape();
    if (shape.rank() != rank || shape.sizes().contains(0L)) {
      throw problem(
          name, "must have %d dimensions, none of them 0, but was %s".formatted(rank, shape));
    }
    if (shape.sizes().stream().anyMatch(size -> size > Integer.MAX_VALUE)) {
      throw problem(name, "is too large: " + shape);
    }
    return shape;
  }

  /** Reads a tensor that must have this shape and only finite numbers. */
  private Tensor read(String name, Shape expected) {
    TensorType type = type(name);
    if (!type.shape().equals(expected)) {
      throw problem(name, "must be %s but was %s".formatted(expected, type.shape()));
    }
    if (!type.elements().isFloating()) {
      throw problem(name, "must be of a floating type but was " + type.elements());
    }
    used.add(name);
    Tensor tensor = tensors.read(name);
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw problem(name, "has a value that is no finite number: " + value);
      }
    }
    return tensor;
  }

  private static boolean isCalled(String name, String landmark, String separator) {
    return name.equals(landmark) || name.endsWith(separator + landmark);
  }
}
