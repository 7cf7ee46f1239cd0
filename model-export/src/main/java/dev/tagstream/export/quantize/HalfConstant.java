package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.platform.Fp16Conversions;
import com.google.protobuf.UnsafeByteOperations;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Converts a float32 constant to float16, rounded to nearest. */
final class HalfConstant {

  /** The largest number that float16 holds. */
  static final float LARGEST = 65504;

  private HalfConstant() {}

  /**
   * Converts.
   *
   * @throws ExportException if a number is too large
   */
  static TensorProto of(String name, TensorProto constant) {
    Tensor tensor = Constants.read(constant);
    ByteBuffer bytes =
        ByteBuffer.allocate(tensor.values().length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : tensor.values()) {
      if (Math.abs(value) > LARGEST) {
        throw new ExportException(
            "%s has %s, but float16 holds at most %d; choose float32"
                .formatted(constant.getName(), value, (int) LARGEST));
      }
      bytes.putShort(Fp16Conversions.floatToFp16(value));
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.FLOAT16_VALUE)
        .addAllDims(tensor.shape().sizes())
        .setRawData(UnsafeByteOperations.unsafeWrap(bytes.flip()))
        .build();
  }
}
