package dev.tagstream.export.resnet;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the tensors of a file by their full names. Checks the shape, type and numbers of each
 * tensor that it reads, and records which tensors were read.
 */
final class CheckedTensors {

  private final NamedTensors tensors;
  private final Set<String> used = new HashSet<>();

  CheckedTensors(NamedTensors tensors) {
    this.tensors = tensors;
  }

  Set<String> names() {
    return tensors.names();
  }

  boolean has(String name) {
    return tensors.names().contains(name);
  }

  TensorType type(String name) {
    if (!has(name)) {
      throw problem(name, "is missing");
    }
    return tensors.type(name);
  }

  /** The shape of a required tensor of rank {@code rank}. */
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

  /** Reads a tensor. Refuses another shape and numbers that are not finite. */
  Tensor read(String name, Shape expected) {
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
        throw problem(name, "has a value that is not a finite number: " + value);
      }
    }
    return tensor;
  }

  /** Marks a tensor as used without reading it. */
  void ignore(String name) {
    used.add(name);
  }

  boolean isUsed(String name) {
    return used.contains(name);
  }

  /** An error about one tensor, such as {@code resnet50.pth: conv1.weight must be ...}. */
  ExportException problem(String name, String problem) {
    return problem(name + " " + problem);
  }

  /** An error about the file, such as {@code resnet50.pth: has no classifier ...}. */
  ExportException problem(String problem) {
    return ExportException.in(tensors.file(), problem);
  }
}
