package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime in this process: one environment, and readable messages. */
final class OrtRuntime {

  /** The prefix of ONNX Runtime's messages: its error code and the place in its source. */
  private static final Pattern PREAMBLE =
      Pattern.compile("^Error code - \\w+ - message: |^.*\\[ONNXRuntimeError] : \\d+ : \\w+ : ");

  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private OrtRuntime() {}

  /**
   * Set at first use, which loads the native library. A failure is kept, because Java reports it
   * only once.
   */
  private static final class Native {

    static final @Nullable OrtEnvironment ENVIRONMENT;
    static final @Nullable LinkageError FAILURE;

    static {
      OrtEnvironment environment = null;
      LinkageError failure = null;
      try {
        // failures are exceptions; cuDNN logs each plan that it rejects as an error
        environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      } catch (LinkageError notLoaded) {
        failure = notLoaded;
      }
      ENVIRONMENT = environment;
      FAILURE = failure;
    }
  }

  /**
   * The one environment of this process.
   *
   * @throws UnusableDeviceException if ONNX Runtime's native library does not load
   */
  static OrtEnvironment environment() {
    OrtEnvironment environment = Native.ENVIRONMENT;
    if (environment == null) {
      throw new UnusableDeviceException(
          "ONNX Runtime's native library does not load: %s; it needs a supported platform, room in the temporary folder, and its jar in one class loader only, such as Flink's lib folder"
              .formatted(rootOf(Native.FAILURE)),
          Native.FAILURE);
    }
    return environment;
  }

  /** Loads the native library. A failure is kept for {@link #environment}. */
  static void load() {
    var unused = Native.ENVIRONMENT;
  }

  private static @Nullable Throwable rootOf(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
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
