package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** {@code tagstream tag} with the demo's model, as a process that can be stopped. */
final class TagProcess {

  private static final Path DEMO = Checkout.path().resolve("deploy/cli/demo");

  private final Process process;

  private TagProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param properties of the system
   */
  static TagProcess start(Path log, Map<String, String> properties, List<String> arguments)
      throws IOException {
    return start(
        command(properties, arguments).redirectErrorStream(true).redirectOutput(log.toFile()));
  }

  /** Starts it with standard output and standard error in two files. */
  static TagProcess startInto(Path out, Path err, List<String> arguments) throws IOException {
    return start(
        command(Map.of(), arguments).redirectOutput(out.toFile()).redirectError(err.toFile()));
  }

  private static TagProcess start(ProcessBuilder command) throws IOException {
    return new TagProcess(command.start());
  }

  private static ProcessBuilder command(Map<String, String> properties, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    properties.forEach((key, value) -> command.add("-D%s=%s".formatted(key, value)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Tagstream.class.getName());
    command.addAll(List.of("tag", "--device", "cpu", "--model", model()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  static String model() {
    return DEMO.resolve("model/fashion-resnet50.onnx").toString();
  }

  /** One of the demo's folders of 60 images. */
  static String images(String label) {
    return DEMO.resolve("images").resolve(label).toString();
  }

  static List<String> filesOf(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  /** Waits until a file that grows has some lines, and the process goes on. */
  TagProcess awaitLines(Path file, int count) {
    Awaitility.await()
        .atMost(1, TimeUnit.MINUTES)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> lines(file) >= count || !process.isAlive());
    assertThat(process.isAlive()).isTrue();
    return this;
  }

  private static long lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }

  /** As SIGINT does, which a shell's jobs in the background ignore. */
  void terminate() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /** Kills it at once. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
