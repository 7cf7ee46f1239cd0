package dev.tagstream.export.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.verify.UnlikelyScores;
import dev.tagstream.schemas.model.GoldenImages;
import dev.tagstream.schemas.model.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Checks a model file like {@code SelfCheck}, in a separate process with limits. */
public final class GuardedCheck {

  /** The interval of memory checks; a process that fills pages gets 100 MB in this time. */
  private static final long POLL_MILLIS = 25;

  private static final int MAX_ANSWER_BYTES = 1 << 22;

  /** The memory that a Java runtime and the stacks of many threads reserve without using it. */
  private static final long RESERVED_BYTES = 8L << 30;

  private static final Path SHELL = Path.of("/bin/sh");
  private static final double BYTES_PER_GIB = 1 << 30;

  private final ProcessLimits limits;
  private final UnlikelyScores unlikely;

  /**
   * A check with limits.
   *
   * @param limits of the process
   * @param unlikely scores that the model cannot have
   */
  public GuardedCheck(ProcessLimits limits, UnlikelyScores unlikely) {
    this.limits = limits;
    this.unlikely = unlikely;
  }

  /**
   * Checks a file.
   *
   * @param file a model with its contract
   * @return images with the model's answers
   * @throws ExportException if it does not run, breaks its contract, or exceeds a limit
   */
  public GoldenImages run(Path file) {
    try {
      Path folder = Files.createTempDirectory("tagstream-trial");
      try {
        return run(file, folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new ExportException("the model cannot be checked: " + e.getMessage(), e);
    }
  }

  private GoldenImages run(Path file, Path folder) throws IOException {
    long memory = limits.memoryFor(Files.size(file));
    Path answer = folder.resolve("answer.json");
    ProcessBuilder builder =
        new ProcessBuilder(command(file, folder, memory))
            .redirectOutput(answer.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // glibc reserves memory for each thread, which would count for the system's limit
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process process = builder.start();
    try {
      await(process, memory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExportException("the model was not written: interrupted", e);
    } finally {
      end(process);
    }
    return judge(file, answer(process.exitValue(), answer), memory);
  }

  private List<String> command(Path file, Path folder, long memory) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      // a limit of the operating system, too: an allocation beyond it fails at once
      long kib = (memory + RESERVED_BYTES) >> 10;
      command.addAll(List.of(SHELL.toString(), "-c", "ulimit -v " + kib + "; exec \"$@\"", "sh"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:MaxDirectMemorySize=1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crash.log"),
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            TrialProcess.class.getName(),
            file.toAbsolutePath().toString(),
            unlikely.name()));
    return command;
  }

  private void await(Process process, long memory) throws InterruptedException {
    long begin = System.nanoTime();
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() - begin > limits.time().toNanos()) {
        throw new ExportException(
            "the model was not written: its graph did not finish a test image within %d s; if it is only slow, raise --check-timeout"
                .formatted(limits.time().toSeconds()));
      }
      if (residentBytes(process) > memory) {
        throw tooMuchMemory(memory);
      }
    }
  }

  private static ExportException tooMuchMemory(long memory) {
    return new ExportException(
        String.format(
            Locale.ROOT,
            "the model was not written: its graph needs more than %.1f GiB of memory for a test"
                + " image; if it is only large, raise --check-memory",
            memory / BYTES_PER_GIB));
  }

  /** The resident memory of the process on Linux; 0 elsewhere, and for a process that has ended. */
  private static long residentBytes(Process process) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static GoldenImages judge(Path file, JsonNode answer, long memory) {
    if (answer.has(TrialProcess.GOLDEN)) {
      return GoldenImages.read(file, answer.get(TrialProcess.GOLDEN).toString());
    }
    String text = answer.path(TrialProcess.PROBLEM).asText();
    if (text.contains("bad_alloc")
        || text.contains("allocate memory")
        || text.contains("OutOfMemory")) {
      throw tooMuchMemory(memory);
    }
    throw new ExportException(text);
  }

  private static JsonNode answer(int exitCode, Path answer) throws IOException {
    try (InputStream in = Files.newInputStream(answer)) {
      JsonNode json =
          StrictJson.parse(
              new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8).strip());
      if (exitCode == 0 && (json.has(TrialProcess.PROBLEM) || json.has(TrialProcess.GOLDEN))) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // the process did not come so far
    }
    throw new ExportException(
        "the model was not written: its graph crashed the process that checked it (exit code %d)"
            .formatted(exitCode));
  }

  private static void end(Process process) {
    process.destroyForcibly();
    // killed; only the kernel has still to tell
    process.onExit().join();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
