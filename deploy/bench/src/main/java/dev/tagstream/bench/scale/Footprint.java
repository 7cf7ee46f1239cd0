package dev.tagstream.bench.scale;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The memory of the process.
 *
 * @param heapMegabytes in use after a garbage collection
 * @param residentMegabytes of physical memory; negative if the system does not report it
 */
public record Footprint(double heapMegabytes, double residentMegabytes) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final double KIBIBYTES_PER_MEGABYTE = 1e6 / 1024;

  /** Collects garbage, then measures. */
  static Footprint now() {
    System.gc();
    return new Footprint(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / BYTES_PER_MEGABYTE,
        residentNow());
  }

  private static double residentNow() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
          .map(kibibytes -> kibibytes / KIBIBYTES_PER_MEGABYTE)
          .findFirst()
          .orElse(-1);
    } catch (IOException unknown) {
      return -1;
    }
  }
}
