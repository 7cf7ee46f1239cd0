package dev.tagstream.bench.process;

import dev.tagstream.bench.frame.Measurement;
import dev.tagstream.console.UserErrorException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process, measured from start to end.
 *
 * @param name of the side
 * @param command the program and its arguments
 */
public record ChildProcess(String name, List<String> command) {

  private static final Path OWN_STATISTICS = Path.of("/proc/self/stat");

  /**
   * The index, after the program's name, of the user time of children that have ended; the system
   * time follows.
   */
  private static final int CHILDREN_USER_TICKS = 13;

  private static final int CHILDREN_SYSTEM_TICKS = 14;
  private static final double TICKS_PER_SECOND = 100;
  private static final double NANOS_PER_SECOND = 1e9;

  public ChildProcess {
    command = List.copyOf(command);
  }

  /**
   * Runs the process.
   *
   * @param images the number of images
   * @param log receives its output
   * @throws UserErrorException if it fails
   */
  public Measurement run(long images, File log) throws IOException, InterruptedException {
    double cpuBefore = cpuSecondsOfChildren();
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    int exitCode;
    try {
      exitCode = process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
    if (exitCode != 0) {
      throw new UserErrorException(
          "%s ended with exit code %d: %s"
              .formatted(name, exitCode, Files.readString(log.toPath())));
    }
    return new Measurement(images, seconds, cpuSecondsOfChildren() - cpuBefore, Map.of());
  }

  private static double cpuSecondsOfChildren() throws IOException {
    if (!Files.exists(OWN_STATISTICS)) {
      throw new UserErrorException("this benchmark reads /proc/self/stat, which only Linux has");
    }
    String statistics = Files.readString(OWN_STATISTICS);
    String[] fields = statistics.substring(statistics.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[CHILDREN_USER_TICKS])
            + Long.parseLong(fields[CHILDREN_SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }
}
