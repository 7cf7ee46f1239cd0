package dev.tagstream.pipeline.outcome;

import java.util.AbstractList;
import java.util.RandomAccess;

/** An array as the list that Avro's generated classes accept, without boxing it. */
final class FloatList extends AbstractList<Float> implements RandomAccess {

  private final float[] numbers;

  /** A view of {@code numbers}, which must not change. */
  FloatList(float[] numbers) {
    this.numbers = numbers;
  }

  @Override
  public Float get(int index) {
    return numbers[index];
  }

  @Override
  public int size() {
    return numbers.length;
  }
}
