package dev.tagstream.pipeline;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process takes of the machine.
 *
 * @param residentBytes of memory, as Linux counts it
 * @param heapBytes in use after a garbage collection
 * @param threads of Java and native code
 * @param mappedLibraries how many native libraries are mapped; copies of one count each
 */
record ProcessFootprint(long residentBytes, long heapBytes, long threads, long mappedLibraries) {

  private static final Path PROCESS = Path.of("/proc/self");
  private static final int KILOBYTE = 1024;

  static ProcessFootprint now() throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    List<String> status = Files.readAllLines(PROCESS.resolve("status"));
    return new ProcessFootprint(
        number(status, "VmRSS:") * KILOBYTE, heap, number(status, "Threads:"), libraries());
  }

  private static long number(List<String> status, String name) {
    String line = status.stream().filter(each -> each.startsWith(name)).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** Every copy has its own inode, whatever its name. */
  private static long libraries() throws IOException {
    try (Stream<String> maps = Files.lines(PROCESS.resolve("maps"))) {
      return maps.filter(line -> line.contains(".so"))
          .map(line -> line.split("\\s+", 6)[4])
          .distinct()
          .count();
    }
  }

  @Override
  public String toString() {
    return "RSS %d MB, heap after GC %.1f MB, %d threads, %d mapped libraries"
        .formatted(residentBytes >> 20, heapBytes / 1048576.0, threads, mappedLibraries);
  }
}
