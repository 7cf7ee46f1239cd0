package dev.tagstream.export.tensor;

import java.util.Optional;

/**
 * The tensors of one layer. A file either names them or numbers them in the order of their
 * creation.
 */
public interface LayerTensors {

  /** The number of tensors with floating-point numbers. */
  int count();

  /**
   * The type of a tensor; empty if the layer has no such tensor.
   *
   * @param kind such as {@code kernel}
   * @param number of the tensor in the layer, from 0
   */
  Optional<TensorType> type(String kind, int number);

  /**
   * Reads an existing tensor as float32.
   *
   * @throws dev.tagstream.export.problem.ExportException if it cannot be read
   */
  Tensor read(String kind, int number);
}
