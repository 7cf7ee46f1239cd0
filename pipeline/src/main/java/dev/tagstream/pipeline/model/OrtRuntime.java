package dev.tagstream.pipeline.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.regex.Pattern;

/** ONNX Runtime as this process has it: one environment, and its words as people can read them. */
final class OrtRuntime {

  private static final Pattern ERROR_CODE = Pattern.compile("^Error code - \\w+ - message: ");
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private OrtRuntime() {}

  /**
   * The one environment of this process. Its warnings, such as of unused weights, are not shown.
   */
  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
  }

  /** The message of a failure, without ONNX Runtime's error code, in one line. */
  static String oneLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    String words = ERROR_CODE.matcher(message).replaceFirst("");
    return WHITE_SPACE.matcher(words).replaceAll(" ").strip();
  }
}
