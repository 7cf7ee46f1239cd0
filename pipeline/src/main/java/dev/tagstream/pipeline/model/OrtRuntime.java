package dev.tagstream.pipeline.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ONNX Runtime as this process has it: one environment, and its words as people can read them. */
final class OrtRuntime {

  /** What ONNX Runtime puts before its words: its error code, and where in its source it was. */
  private static final Pattern PREAMBLE =
      Pattern.compile("^Error code - \\w+ - message: |^.*\\[ONNXRuntimeError] : \\d+ : \\w+ : ");

  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private OrtRuntime() {}

  /** Created at first use: that loads the native library, which may fail. */
  private static final class Holder {

    /** Warnings, such as of weights that are not used, are not shown. */
    static final OrtEnvironment ENVIRONMENT =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
  }

  /**
   * The one environment of this process.
   *
   * @throws UnusableDeviceException if ONNX Runtime's native library does not load
   */
  static OrtEnvironment environment() {
    try {
      return Holder.ENVIRONMENT;
    } catch (LinkageError cause) {
      throw new UnusableDeviceException(
          "ONNX Runtime's native library does not load: %s; it needs a supported platform, room in the temporary folder, and its jar in one class loader only, such as Flink's lib folder"
              .formatted(oneLine(rootOf(cause))),
          cause);
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return root;
  }

  /** The message of a failure, without ONNX Runtime's error code, in one line. */
  static String oneLine(Throwable failure) {
    String message = WHITE_SPACE.matcher(String.valueOf(failure.getMessage())).replaceAll(" ");
    String words = message;
    for (Matcher preamble = PREAMBLE.matcher(words); preamble.lookingAt(); ) {
      words = words.substring(preamble.end());
      preamble.reset(words);
    }
    return words.strip();
  }
}
