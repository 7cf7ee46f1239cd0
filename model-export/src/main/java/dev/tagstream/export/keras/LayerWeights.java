package dev.tagstream.export.keras;

import dev.tagstream.export.tensor.LayerTensors;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import dev.tagstream.export.tensor.TensorType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The weights of one layer. Each is read once and checked against its required shape. */
final class LayerWeights {

  private static final List<String> STATISTICS =
      List.of("moving_mean", "moving_variance", "mean", "variance");

  private final Configuration configuration;
  private final LayerTensors tensors;
  private final Map<String, Tensor> read = new LinkedHashMap<>();

  LayerWeights(Configuration configuration, LayerTensors tensors) {
    this.configuration = configuration;
    this.tensors = tensors;
  }

  /**
   * Reads the next tensor, or gives it again.
   *
   * @param kind the name in Keras
   * @param sizes the required shape
   */
  Tensor tensor(String kind, int... sizes) {
    return tensor(List.of(kind), sizes);
  }

  /**
   * Reads the next tensor, or gives it again.
   *
   * @param kinds the names in different versions of Keras
   */
  Tensor tensor(List<String> kinds, int... sizes) {
    Tensor known = read.get(kinds.get(0));
    if (known != null) {
      return known;
    }
    Shape expected = new Shape(Arrays.stream(sizes).asLongStream().boxed().toList());
    for (String kind : kinds) {
      Optional<TensorType> type = tensors.type(kind, read.size());
      if (type.isPresent()) {
        Shape shape = type.get().shape();
        if (!shape.equals(expected)) {
          throw configuration.problem(
              "its %s must be %s but was %s".formatted(kind, expected, shape));
        }
        Tensor tensor = tensors.read(kind, read.size());
        requireFinite(kind, tensor);
        read.put(kinds.get(0), tensor);
        return tensor;
      }
    }
    throw configuration.problem("its %s is missing".formatted(kinds.get(0)));
  }

  /** The shape of the next tensor; empty if there is none. */
  Optional<Shape> next(String kind) {
    return tensors.type(kind, read.size()).map(TensorType::shape);
  }

  /** Refuses tensors that the layer did not read: they belong to a different kind of layer. */
  void refuseUnused() {
    if (tensors.count() != read.size()) {
      throw configuration.problem(
          "has %d tensors, but such a layer has %s"
              .formatted(tensors.count(), read.isEmpty() ? "none" : read.keySet().toString()));
    }
  }

  int count() {
    return read.size();
  }

  /** The number of trained weights, without statistics that training collects. */
  long parameters() {
    return read.entrySet().stream()
        .filter(entry -> !STATISTICS.contains(entry.getKey()))
        .mapToLong(entry -> entry.getValue().values().length)
        .sum();
  }

  private void requireFinite(String kind, Tensor tensor) {
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw configuration.problem(
            "its %s has a value that is not a finite number: %s".formatted(kind, value));
      }
    }
  }
}
