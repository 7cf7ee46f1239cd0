package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The dimensions that a graph declares for an input or output.
 *
 * @param declared whether the graph declares a shape
 * @param sizes one for each dimension; {@link #DYNAMIC} for any size
 */
record Dimensions(boolean declared, List<Long> sizes) {

  static final long DYNAMIC = -1;

  static Dimensions of(ValueInfoProto value) {
    if (!value.getType().getTensorType().hasShape()) {
      return new Dimensions(false, List.of());
    }
    List<Long> sizes = new ArrayList<>();
    for (TensorShapeProto.Dimension dimension :
        value.getType().getTensorType().getShape().getDimList()) {
      // some exporters write 0 or -1 for a dynamic dimension
      sizes.add(dimension.getDimValue() > 0 ? dimension.getDimValue() : DYNAMIC);
    }
    return new Dimensions(true, sizes);
  }

  /** ONNX's name for the type of an input or output, in lower case. */
  static String typeName(ValueInfoProto value) {
    DataType type = DataType.forNumber(value.getType().getTensorType().getElemType());
    return type == null ? "of unknown type" : type.name().toLowerCase(Locale.ROOT);
  }

  int rank() {
    return sizes.size();
  }

  long size(int dimension) {
    return sizes.get(dimension);
  }

  boolean isDynamic(int dimension) {
    return size(dimension) == DYNAMIC;
  }

  /** For people: {@code [?, 3, 224, 224]}. */
  @Override
  public String toString() {
    return declared
        ? sizes.stream()
            .map(size -> size == DYNAMIC ? "?" : size.toString())
            .collect(Collectors.joining(", ", "[", "]"))
        : "of unknown shape";
  }
}
