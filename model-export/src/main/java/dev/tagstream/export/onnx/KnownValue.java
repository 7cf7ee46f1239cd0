package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be inferred about a value without running the graph.
 *
 * @param shape its dimensions
 * @param integers its elements if they are few integers, such as the target of a Reshape; empty if
 *     unknown
 */
record KnownValue(List<Long> shape, Optional<List<Long>> integers) {

  /** More than the dimensions of any shape. */
  private static final int MAX_INTEGERS = 64;

  KnownValue {
    // a hostile graph can double a list with every node
    if (shape.size() > MAX_INTEGERS || integers.map(List::size).orElse(0) > MAX_INTEGERS) {
      throw new IllegalArgumentException("no shape has more than 64 dimensions");
    }
  }

  static KnownValue ofShape(List<Long> shape) {
    return new KnownValue(List.copyOf(shape), Optional.empty());
  }

  /** A row of integers. */
  static KnownValue ofIntegers(List<Long> integers) {
    return new KnownValue(List.of((long) integers.size()), Optional.of(List.copyOf(integers)));
  }

  static KnownValue of(TensorProto tensor) {
    return new KnownValue(tensor.getDimsList(), integers(tensor));
  }

  private static Optional<List<Long>> integers(TensorProto tensor) {
    if (tensor.getDataType() != DataType.INT64_VALUE) {
      return Optional.empty();
    }
    if (tensor.getInt64DataCount() > 0) {
      return tensor.getInt64DataCount() <= MAX_INTEGERS
          ? Optional.of(tensor.getInt64DataList())
          : Optional.empty();
    }
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (raw.remaining() > MAX_INTEGERS * Long.BYTES) {
      return Optional.empty();
    }
    List<Long> integers = new ArrayList<>();
    while (raw.remaining() >= Long.BYTES) {
      integers.add(raw.getLong());
    }
    return Optional.of(integers);
  }
}
