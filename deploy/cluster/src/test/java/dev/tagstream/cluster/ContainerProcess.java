package dev.tagstream.cluster;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code bin/container} as a container runs it, but as a process of this machine. It ends when this
 * is closed.
 */
final class ContainerProcess implements AutoCloseable {

  private static final int SECONDS_TO_END = 120;

  private final Process process;
  private final Path output;

  private ContainerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a process.
   *
   * @param home the distribution
   * @param output the file for what it says
   * @param environment what the container would have in it
   */
  static ContainerProcess start(
      Path home, Path output, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(home.resolve("bin/container").toString()));
    words.addAll(arguments);
    ProcessBuilder command =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new File("/dev/null"));
    command.environment().putAll(environment);
    return new ContainerProcess(command.start(), output);
  }

  /** What it has said so far. */
  String output() throws IOException {
    return Files.readString(output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end and returns its exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      throw new IllegalStateException(process.info() + " does not end");
    }
    return process.exitValue();
  }

  /** Asks it to end, as the end of a container does, and returns when it has ended. */
  @Override
  public void close() throws InterruptedIOException {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + process.info() + " ends");
    }
  }
}
