package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tagstream.schemas.model.InputSpec;

/** The inputs and outputs of a graph, as protobuf messages. */
final class GraphValues {

  private GraphValues() {}

  /** A batch of rows; the batch is dynamic. */
  static ValueInfoProto value(String name, DataType type, Dimension... afterBatch) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder().addDim(open("batch"));
    for (Dimension dimension : afterBatch) {
      shape.addDim(dimension);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }

  /** A fixed side; dynamic if it is {@link InputSpec#ANY_SIDE}. */
  static Dimension side(String name, int pixels) {
    return pixels == InputSpec.ANY_SIDE ? open(name) : size(pixels);
  }

  private static Dimension open(String name) {
    return Dimension.newBuilder().setDimParam(name).build();
  }

  static Dimension size(int size) {
    return Dimension.newBuilder().setDimValue(size).build();
  }
}
