package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the float32 constants of a graph, and creates constants of the types of a quantized graph.
 */
final class Constants {

  private Constants() {}

  static boolean isFloat(TensorProto tensor) {
    return tensor.getDataType() == DataType.FLOAT_VALUE;
  }

  static Tensor read(TensorProto tensor) {
    Shape shape = new Shape(tensor.getDimsList());
    float[] values = new float[Math.toIntExact(shape.elements())];
    if (tensor.getFloatDataCount() > 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
    } else {
      tensor
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    }
    return new Tensor(shape, values);
  }

  static TensorProto floats(String name, float... values) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return tensor(name, DataType.FLOAT_VALUE, bytes).addDims(values.length).build();
  }

  static TensorProto floatScalar(String name, float value) {
    return floats(name, value).toBuilder().clearDims().build();
  }

  static TensorProto uint8Scalar(String name, int value) {
    return tensor(name, DataType.UINT8_VALUE, ByteBuffer.wrap(new byte[] {(byte) value})).build();
  }

  static TensorProto int32s(String name, int... values) {
    ByteBuffer bytes = littleEndian(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    return tensor(name, DataType.INT32_VALUE, bytes).addDims(values.length).build();
  }

  static TensorProto int8s(String name, Iterable<Long> dimensions, byte[] values) {
    return tensor(name, DataType.INT8_VALUE, ByteBuffer.wrap(values))
        .addAllDims(dimensions)
        .build();
  }

  private static TensorProto.Builder tensor(String name, int type, ByteBuffer raw) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type)
        .setRawData(ByteString.copyFrom(raw));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
