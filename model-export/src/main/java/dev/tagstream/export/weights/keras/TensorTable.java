package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects tensors by name; each name may occur once. */
final class TensorTable {

  /** A ResNet-152 has 932 tensors. */
  private static final int MAX_TENSORS = 100_000;

  private final Path file;
  private final Map<String, Hdf5Tensor> tensors = new LinkedHashMap<>();

  TensorTable(Path file) {
    this.file = file;
  }

  /** Adds a tensor. Ignores one without floating-point numbers, because it contains no weights. */
  void add(String name, Hdf5Tensor tensor) {
    if (tensor.type().isEmpty()) {
      return;
    }
    if (tensors.put(name, tensor) != null) {
      throw ExportException.in(file, "holds more than one tensor called " + name);
    }
    if (tensors.size() > MAX_TENSORS) {
      throw ExportException.in(file, "holds more than %d tensors".formatted(MAX_TENSORS));
    }
  }

  Map<String, Hdf5Tensor> tensors() {
    return tensors;
  }
}
