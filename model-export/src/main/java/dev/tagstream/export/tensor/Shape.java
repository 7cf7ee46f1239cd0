package dev.tagstream.export.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * The sizes of a tensor's dimensions, outermost first; empty for a scalar.
 *
 * @param sizes each at least 0; a file may claim any size, so they are long
 */
public record Shape(List<Long> sizes) {

  public Shape {
    sizes = List.copyOf(sizes);
    for (long size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException("a dimension cannot be negative: " + sizes);
      }
    }
  }

  public static Shape of(long... sizes) {
    return new Shape(Arrays.stream(sizes).boxed().toList());
  }

  public int rank() {
    return sizes.size();
  }

  /** The size of one dimension; {@code dimension} counts from 0. */
  public long size(int dimension) {
    return sizes.get(dimension);
  }

  /** The number of elements; {@link Long#MAX_VALUE} if it does not fit into a long. */
  public long elements() {
    long elements = 1;
    for (long size : sizes) {
      if (size == 0) {
        return 0;
      }
    }
    for (long size : sizes) {
      if (elements > Long.MAX_VALUE / size) {
        return Long.MAX_VALUE;
      }
      elements *= size;
    }
    return elements;
  }

  /** The shape whose dimension {@code i} is this shape's dimension {@code order[i]}. */
  public Shape permuted(int... order) {
    return new Shape(Arrays.stream(order).mapToObj(sizes::get).toList());
  }

  /** The sizes in brackets, such as {@code [64, 3, 7, 7]}. */
  @Override
  public String toString() {
    return sizes.toString();
  }
}
