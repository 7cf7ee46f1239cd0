package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The declared dimensions of a graph's input or output.
 *
 * @param declared whether there is a shape at all
 * @param sizes one a dimension; {@link #DYNAMIC} where any size goes
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

  /** The type of a graph's input or output as ONNX calls it, in lower case. */
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

  /** As people write it: {@code [?, 3, 224, 224]}. */
  @Override
  public String toString() {
    return declared
        ? sizes.stream()
            .map(size -> size == DYNAMIC ? "?" : size.toString())
            .collect(Collectors.joining(", ", "[", "]"))
        : "of unknown shape";
  }
}
