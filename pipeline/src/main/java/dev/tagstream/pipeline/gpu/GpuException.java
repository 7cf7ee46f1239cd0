package dev.tagstream.pipeline.gpu;

/** A GPU, or a library for it, cannot be used. */
public final class GpuException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GpuException(String message) {
    super(message);
  }

  GpuException(String message, Throwable cause) {
    super(message, cause);
  }

  static String firstLine(Throwable failure) {
    // JNA's own first line only repeats the name
    return String.valueOf(failure.getMessage())
        .lines()
        .filter(line -> !line.startsWith("Unable to load library"))
        .findFirst()
        .orElse("no reason given");
  }
}
