package dev.tagstream.pipeline.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of this process's memory. */
final class ProcessMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int KILOBYTE = 1024;

  private ProcessMemory() {}

  /** The resident set, in bytes. */
  static long residentBytes() {
    return read("VmRSS:");
  }

  /** The largest resident set so far, in bytes. */
  static long peakBytes() {
    return read("VmHWM:");
  }

  private static long read(String name) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
