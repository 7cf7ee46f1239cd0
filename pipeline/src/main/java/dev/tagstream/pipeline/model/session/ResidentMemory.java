package dev.tagstream.pipeline.model.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of this process: heap, native memory and mapped files. */
public final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final long KILOBYTE = 1024;

  private ResidentMemory() {}

  /** In bytes; 0 if the system does not report it, as outside of Linux. */
  public static long bytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * KILOBYTE;
        }
      }
    } catch (IOException e) {
      // another system
      return 0;
    }
    return 0;
  }
}
