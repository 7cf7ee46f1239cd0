package dev.tagstream.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** Runs a model in ONNX Runtime. */
final class OnnxRun {

  private OnnxRun() {}

  /**
   * The model's first output for a batch.
   *
   * @param input [images, 3, side, side]
   */
  static float[][] of(Path model, float[] input, int images, int side) {
    return output(model, 0, input, images, side);
  }

  /** As {@link #of}, one of several outputs; {@code number} counts from 0. */
  static float[][] output(Path model, int number, float[] input, int images, int side) {
    OrtEnvironment environment = environment();
    long[] shape = {images, 3, side, side};
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), shape);
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
      return (float[][]) result.get(number).getValue();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The model's first output for a batch.
   *
   * @param pixels [images, height, width, 3]
   */
  static float[][] ofPixels(Path model, byte[] pixels, int images, int height, int width) {
    OrtEnvironment environment = environment();
    long[] shape = {images, height, width, 3};
    ByteBuffer rows = ByteBuffer.allocateDirect(pixels.length).put(0, pixels);
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor tensor = OnnxTensor.createTensor(environment, rows, shape, OnnxJavaType.UINT8);
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
      return (float[][]) result.get(0).getValue();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * With the level that all others ask for: a process has one, and ONNX Runtime warns of another.
   */
  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
  }

  /** The largest difference, relative to the range of the expected values. */
  static double difference(float[][] actual, float[][] expected) {
    double largest = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < expected.length; row++) {
      for (int i = 0; i < expected[row].length; i++) {
        largest = Math.max(largest, Math.abs((double) actual[row][i] - expected[row][i]));
        min = Math.min(min, expected[row][i]);
        max = Math.max(max, expected[row][i]);
      }
    }
    return largest / (max - min);
  }
}
