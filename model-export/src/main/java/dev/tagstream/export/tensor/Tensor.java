package dev.tagstream.export.tensor;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A float32 tensor in memory.
 *
 * @param shape the sizes of its dimensions
 * @param values its elements, the last dimension varying fastest; owned by the creator of the
 *     tensor
 */
public record Tensor(Shape shape, float[] values) {

  public Tensor {
    if (shape.elements() != values.length) {
      throw new IllegalArgumentException(
          "a tensor %s has %d elements but was given %d"
              .formatted(shape, shape.elements(), values.length));
    }
  }

  /**
   * Reads a dense tensor.
   *
   * @param data its elements and nothing else, in the buffer's byte order
   */
  public static Tensor dense(TensorType type, ByteBuffer data) {
    float[] values = new float[Math.toIntExact(type.shape().elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.elements().decode(data, i * type.elements().bytes());
    }
    return new Tensor(type.shape(), values);
  }

  /**
   * Reads a tensor whose elements are not contiguous.
   *
   * @param data begins with the tensor's first element, in the buffer's byte order
   * @param strides for each dimension, the distance of two neighbors in elements
   */
  public static Tensor strided(TensorType type, List<Long> strides, ByteBuffer data) {
    float[] values = new float[Math.toIntExact(type.shape().elements())];
    long[] position = new long[type.shape().rank()];
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = type.elements().decode(data, at * type.elements().bytes());
      for (int dimension = position.length - 1; dimension >= 0; dimension--) {
        int stride = Math.toIntExact(strides.get(dimension));
        at += stride;
        if (++position[dimension] < type.shape().size(dimension)) {
          break;
        }
        at -= Math.toIntExact(position[dimension] * stride);
        position[dimension] = 0;
      }
    }
    return new Tensor(type.shape(), values);
  }

  /** The tensor whose dimension {@code i} is this tensor's dimension {@code order[i]}; a copy. */
  public Tensor permuted(int... order) {
    Shape to = shape.permuted(order);
    int[] strides = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      long inner = shape.sizes().stream().skip(order[i] + 1L).reduce(1L, (a, b) -> a * b);
      strides[i] = Math.toIntExact(inner);
    }
    float[] moved = new float[values.length];
    int[] position = new int[order.length];
    int from = 0;
    for (int i = 0; i < moved.length; i++) {
      moved[i] = values[from];
      for (int dimension = order.length - 1; dimension >= 0; dimension--) {
        from += strides[dimension];
        if (++position[dimension] < to.size(dimension)) {
          break;
        }
        from -= position[dimension] * strides[dimension];
        position[dimension] = 0;
      }
    }
    return new Tensor(to, moved);
  }
}
