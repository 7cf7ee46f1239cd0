package dev.tagstream.export.guard;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the process that checks a graph.
 *
 * @param time from its start to its end; above zero
 * @param memoryBytes of the process, at least {@link #LEAST_BYTES}; null for an amount that depends
 *     on the file's size
 */
public record ProcessLimits(Duration time, @Nullable Long memoryBytes) {

  /** A Java runtime and ONNX Runtime with a tiny model. */
  public static final long LEAST_BYTES = 256L << 20;

  /** Two images through the largest networks take less than a minute on two slow cores. */
  public static final ProcessLimits USUAL = new ProcessLimits(Duration.ofMinutes(2), null);

  /** Activations of images in a large network. */
  private static final long BASE_BYTES = 2L << 30;

  /** ONNX Runtime holds the file, its weights, and these packed for its kernels. */
  private static final long COPIES_OF_FILE = 4;

  public ProcessLimits {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("no process ends within " + time);
    }
    if (memoryBytes != null && memoryBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "a process needs at least %d bytes, not %d".formatted(LEAST_BYTES, memoryBytes));
    }
  }

  /** The memory limit for a file of a size, in bytes. */
  long memoryFor(long fileBytes) {
    return memoryBytes != null ? memoryBytes : BASE_BYTES + COPIES_OF_FILE * fileBytes;
  }
}
