package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;

/**
 * The ONNX Runtime that this process has loaded.
 *
 * @param version such as {@code 1.28.0}
 * @param kind what it was built for
 */
public record OnnxRuntimeBuild(String version, Kind kind) {

  /** What a build was made for. */
  public enum Kind {
    /** The artifact {@code onnxruntime}. */
    CPU,
    /** The artifact {@code onnxruntime_gpu}: CUDA and TensorRT, where their libraries are found. */
    GPU
  }

  /**
   * Loads it, if this process has not.
   *
   * @throws UnusableDeviceException if its native library does not load
   */
  public static OnnxRuntimeBuild loaded() {
    return new OnnxRuntimeBuild(
        OrtRuntime.environment().getVersion(),
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA) ? Kind.GPU : Kind.CPU);
  }
}
