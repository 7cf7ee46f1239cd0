package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;

/**
 * The ONNX Runtime that this process has loaded.
 *
 * @param version such as {@code 1.28.0}
 * @param kind the kind of the build
 */
public record OnnxRuntimeBuild(String version, Kind kind) {

  /** The kind of a build. */
  public enum Kind {
    /** The artifact {@code onnxruntime}, for the CPU. */
    CPU,
    /** The artifact {@code onnxruntime_gpu}: CUDA and TensorRT, if their libraries are found. */
    GPU
  }

  /**
   * Loads the build if this process has not yet.
   *
   * @throws UnusableDeviceException if its native library does not load
   */
  public static OnnxRuntimeBuild loaded() {
    return new OnnxRuntimeBuild(
        OrtRuntime.environment().getVersion(),
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA) ? Kind.GPU : Kind.CPU);
  }
}
