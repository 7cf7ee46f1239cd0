package dev.tagstream.export.tensor;

import java.nio.file.Path;
import java.util.Set;

/**
 * The tensors of a file, by name. Names and types are available at once; elements are read on
 * request, one tensor at a time, so that a large file is never in memory as a whole.
 */
public interface NamedTensors extends AutoCloseable {

  /** The file, for error messages. */
  Path file();

  /** The names of all tensors, in the order of the file. */
  Set<String> names();

  /** The keys that lead to the tensors in a checkpoint, joined by dots; empty if there are none. */
  default String key() {
    return "";
  }

  /**
   * The type of a tensor.
   *
   * @throws IllegalArgumentException if there is no tensor with this name
   */
  TensorType type(String name);

  /**
   * Reads a tensor of a floating type as float32.
   *
   * @throws IllegalArgumentException if there is no tensor with this name
   * @throws dev.tagstream.export.problem.ExportException if it cannot be read
   */
  Tensor read(String name);

  @Override
  void close();
}
