package dev.tagstream.bench.bare;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

/** ONNX Runtime itself, past everything of the pipeline. */
public final class OnnxRuntime {

  private OnnxRuntime() {}

  /** The one environment of this process; at the pipeline's level of logging, whoever is first. */
  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
  }

  /** The version of the native library that is loaded, such as {@code 1.28.0}. */
  public static String version() {
    return environment().getVersion();
  }
}
