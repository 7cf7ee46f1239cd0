package dev.tagstream.export.resnet;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The weights of a ResNet by torchvision's names, each checked against the shape it must have. A
 * prefix that training scripts put before all names, such as {@code module.}, is seen through.
 */
public final class ResNetWeights {

  /** Every ResNet has this tensor, and its name tells it from parts of other networks. */
  private static final String LANDMARK = "layer1.0.conv1.weight";

  private final NamedTensors tensors;
  private final String prefix;
  private final Set<String> used = new HashSet<>();

  private ResNetWeights(NamedTensors tensors, String prefix) {
    this.tensors = tensors;
    this.prefix = prefix;
  }

  /**
   * Finds the ResNet among named tensors.
   *
   * @throws ExportException if there is none, or more than one
   */
  public static ResNetWeights in(NamedTensors tensors) {
    List<String> landmarks =
        tensors.names().stream()
            .filter(name -> name.equals(LANDMARK) || name.endsWith("." + LANDMARK))
            .toList();
    if (landmarks.isEmpty()) {
      throw ExportException.in(
          tensors.file(),
          LANDMARK + " is missing; the weights must have torchvision's ResNet names");
    }
    if (landmarks.size() > 1) {
      throw ExportException.in(
          tensors.file(), "holds more than one network: " + landmarks + "; save only one");
    }
    String landmark = landmarks.get(0);
    return new ResNetWeights(tensors, landmark.substring(0, landmark.length() - LANDMARK.length()));
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

  boolean has(String name) {
    return tensors.names().contains(prefix + name);
  }

  /** The shape of a tensor that must be there and have so many dimensions. */
  Shape shape(String name, int rank) {
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
  Tensor read(String name, long... sizes) {
    TensorType type = type(name);
    Shape expected = Shape.of(sizes);
    if (!type.shape().equals(expected)) {
      throw problem(name, "must be %s but was %s".formatted(expected, type.shape()));
    }
    if (!type.elements().isFloating()) {
      throw problem(name, "must be of a floating type but was " + type.elements());
    }
    used.add(prefix + name);
    Tensor tensor = tensors.read(prefix + name);
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw problem(name, "has a value that is no finite number: " + value);
      }
    }
    return tensor;
  }

  /** A tensor nobody asked for means that the network is not the one that was built. */
  void refuseUnused() {
    for (String name : tensors.names()) {
      if (!used.contains(name) && !name.endsWith("." + TorchNames.COUNTER)) {
        throw ExportException.in(tensors.file(), name + " has no place in a torchvision ResNet");
      }
    }
  }

  /** {@code resnet50.pth: conv1.weight} and the problem with it. */
  ExportException problem(String name, String problem) {
    return ExportException.in(tensors.file(), prefix + name + " " + problem);
  }

  /** {@code resnet50.pth:} and the problem with it. */
  ExportException problem(String problem) {
    return ExportException.in(tensors.file(), problem);
  }

  private TensorType type(String name) {
    if (!has(name)) {
      throw problem(name, "is missing");
    }
    return tensors.type(prefix + name);
  }
}
