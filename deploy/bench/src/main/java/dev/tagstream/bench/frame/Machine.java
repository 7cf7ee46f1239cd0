package dev.tagstream.bench.frame;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What figures were taken on.
 *
 * @param processor its name
 * @param cores how many this process may use
 * @param system operating system and its version
 * @param java version and virtual machine
 */
public record Machine(String processor, int cores, String system, String java) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  /** The one that this process runs on. */
  public static Machine here() {
    return new Machine(
        processorName().orElseGet(() -> System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"));
  }

  /**
   * How many threads of the whole machine wanted a processor in the last minute, on average;
   * negative where the system does not tell.
   */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static Optional<String> processorName() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }
}
