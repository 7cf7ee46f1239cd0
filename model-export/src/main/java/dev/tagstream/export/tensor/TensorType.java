package dev.tagstream.export.tensor;

/**
 * The type of a tensor, before its elements are read.
 *
 * @param elements their type
 * @param shape the sizes of its dimensions
 */
public record TensorType(ElementType elements, Shape shape) {

  /** The size of its elements in bytes; {@link Long#MAX_VALUE} if it does not fit into a long. */
  public long bytes() {
    long count = shape.elements();
    return count > Long.MAX_VALUE / elements.bytes() ? Long.MAX_VALUE : count * elements.bytes();
  }
}
