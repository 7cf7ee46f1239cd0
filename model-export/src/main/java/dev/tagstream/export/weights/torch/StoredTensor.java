package dev.tagstream.export.weights.torch;

import dev.tagstream.export.tensor.ElementType;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.TensorType;
import java.util.List;

/**
 * A tensor as the pickle describes it: a view of a storage. Nothing in it has been checked.
 *
 * @param storage the storage of its elements
 * @param offset of its first element in the storage, in elements
 * @param shape the sizes of its dimensions
 * @param strides for each dimension, the distance of two neighbors in elements
 */
record StoredTensor(Storage storage, long offset, Shape shape, List<Long> strides) {

  /**
   * A sequence of elements in the archive.
   *
   * @param key the key of its entry, {@code data/KEY}
   * @param elements their type
   * @param length their number
   */
  record Storage(String key, ElementType elements, long length) {}

  TensorType type() {
    return new TensorType(storage.elements(), shape);
  }

  /**
   * The distance from the first to the last element, both included, in elements; {@link
   * Long#MAX_VALUE} if it does not fit into a long.
   */
  long span() {
    if (shape.elements() == 0) {
      return 0;
    }
    try {
      long span = 1;
      for (int i = 0; i < shape.rank(); i++) {
        span = Math.addExact(span, Math.multiplyExact(shape.size(i) - 1, strides.get(i)));
      }
      return span;
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * Whether the elements are contiguous, with the last dimension varying fastest. Only for a tensor
   * that breaks no rule.
   */
  boolean isDense() {
    long expected = 1;
    for (int i = shape.rank() - 1; i >= 0; i--) {
      if (shape.size(i) != 1 && strides.get(i) != expected) {
        return false;
      }
      expected *= shape.size(i);
    }
    return true;
  }

  /** The rule that this tensor breaks, as words that follow its name; empty if it breaks none. */
  String brokenRule() {
    if (strides.size() != shape.rank() || strides.stream().anyMatch(stride -> stride < 0)) {
      return "has the shape %s but the strides %s".formatted(shape, strides);
    }
    if (shape.elements() > storage.length()) {
      return "has %d elements %s but its storage %s only %d"
          .formatted(shape.elements(), shape, storage.key(), storage.length());
    }
    if (offset < 0 || span() > storage.length() || offset > storage.length() - span()) {
      return "spans %d elements from element %d on, but its storage %s has only %d"
          .formatted(span(), offset, storage.key(), storage.length());
    }
    return "";
  }
}
