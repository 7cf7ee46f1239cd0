package dev.tagstream.export.tensor;

import java.util.Optional;

/**
 * The tensors of one layer. A file either names them or numbers them in the order in which the
 * layer made them.
 */
public interface LayerTensors {

  /** How many there are; those without floating-point numbers do not count. */
  int count();

  /**
   * What the file says of a tensor; empty if it has none.
   *
   * @param kind such as {@code kernel}
   * @param number of the tensor in the layer, from 0
   */
  Optional<TensorType> type(String kind, int number);

  /**
   * Reads a tensor that is there, as float32.
   *
   * @throws dev.tagstream.export.problem.ExportException if it cannot be read
   */
  Tensor read(String kind, int number);
}
