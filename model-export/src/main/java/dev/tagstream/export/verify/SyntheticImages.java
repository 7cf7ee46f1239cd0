package dev.tagstream.export.verify;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Creates test images in a model's input format. */
final class SyntheticImages {

  private static final int COLORS = 3;

  private final Contract contract;

  SyntheticImages(Contract contract) {
    this.contract = contract;
  }

  /** Provides the level, 0 to 255, of each color sample of a batch, in order. */
  interface Levels {
    int at(int place);
  }

  /** The number of levels of an image. */
  long places() {
    long[] shape = shape(1);
    return shape[1] * shape[2] * shape[3];
  }

  /** A batch; the caller closes it. */
  OnnxTensor tensor(OrtEnvironment environment, long images, Levels levels) throws OrtException {
    int values = Math.toIntExact(images * places());
    boolean bytes = contract.input().type() == PixelType.UINT8;
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(values * (bytes ? Byte.BYTES : Float.BYTES))
            .order(ByteOrder.nativeOrder());
    for (int i = 0; i < values; i++) {
      if (bytes) {
        buffer.put((byte) levels.at(i));
      } else {
        buffer.putFloat(normalized(levels.at(i)));
      }
    }
    return tensor(environment, images, buffer.flip());
  }

  /** A batch in the model's input format; the caller closes it. */
  OnnxTensor tensor(OrtEnvironment environment, long images, ByteBuffer rows) throws OrtException {
    boolean bytes = contract.input().type() == PixelType.UINT8;
    OnnxJavaType type = bytes ? OnnxJavaType.UINT8 : OnnxJavaType.FLOAT;
    return OnnxTensor.createTensor(environment, rows, shape(images), type);
  }

  private long[] shape(long images) {
    InputSpec input = contract.input();
    Size size = input.usualSize();
    return input.layout() == PixelLayout.NCHW
        ? new long[] {images, COLORS, size.height(), size.width()}
        : new long[] {images, size.height(), size.width(), COLORS};
  }

  /**
   * The level normalized like the first channel, which is close enough for blank images and noise.
   */
  private float normalized(int level) {
    Preprocessing preprocessing = contract.preprocessing();
    return (float)
        ((level * preprocessing.scale() - preprocessing.mean().get(0))
            / preprocessing.std().get(0));
  }
}
