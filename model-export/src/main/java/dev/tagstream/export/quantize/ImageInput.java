package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The input of a model for images.
 *
 * @param spec its name, type and layout
 * @param batch the images in a run; 1 if the graph accepts any number
 */
record ImageInput(InputSpec spec, int batch) {

  private static final int COLORS = 3;

  static ImageInput of(ModelProto model, InputSpec spec) {
    long batch =
        model.getGraph().getInputList().stream()
            .filter(input -> input.getName().equals(spec.name()))
            .mapToLong(ImageInput::batch)
            .findFirst()
            .orElse(0);
    return new ImageInput(spec, (int) Math.max(1, batch));
  }

  /** The image as a batch, repeated to fill a fixed batch. */
  OnnxTensor tensor(CalibrationImage image) throws OrtException {
    int bytes = Math.multiplyExact(image.row().length, batch);
    ByteBuffer rows = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    for (int row = 0; row < batch; row++) {
      rows.put(image.row());
    }
    long height = image.height();
    long width = image.width();
    long[] shape =
        spec.layout() == PixelLayout.NCHW
            ? new long[] {batch, COLORS, height, width}
            : new long[] {batch, height, width, COLORS};
    OnnxJavaType type = spec.type() == PixelType.UINT8 ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT;
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), rows.flip(), shape, type);
  }

  private static long batch(ValueInfoProto input) {
    Dimension first = input.getType().getTensorType().getShape().getDim(0);
    return first.getDimValue();
  }
}
