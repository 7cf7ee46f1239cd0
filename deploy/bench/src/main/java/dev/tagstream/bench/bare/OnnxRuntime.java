package dev.tagstream.bench.bare;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

/** ONNX Runtime itself, without the pipeline. */
public final class OnnxRuntime {

  private OnnxRuntime() {}

  /**
   * The only environment of this process. Its level of logging is the pipeline's, whichever of the
   * two creates it.
   */
  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  }

  /** The version of the loaded native library, such as {@code 1.28.0}. */
  public static String version() {
    return environment().getVersion();
  }
}
