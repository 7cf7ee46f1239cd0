package dev.tagstream.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Java process on Linux holds, after a full garbage collection and when glibc has given back
 * what native code has freed, as the cluster's scripts have it do every ten seconds.
 *
 * @param rssKilobytes resident memory
 * @param heapKilobytes used heap
 * @param metaspaceKilobytes used metaspace, which every class loader that is not let go of adds to
 * @param jobClassLoaders of Flink, one for each job whose classes are still there
 * @param threads of the operating system
 * @param nativeLibraries mapped shared objects of ONNX Runtime and OpenCV, by their names
 * @param nativeCopies the same, by their paths: as many where each is mapped once
 */
record ProcessFigures(
    long rssKilobytes,
    long heapKilobytes,
    long metaspaceKilobytes,
    int jobClassLoaders,
    int threads,
    int nativeLibraries,
    int nativeCopies) {

  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern JOB_CLASS_LOADERS =
      Pattern.compile("(\\d+) +\\d+ +org\\.apache\\.flink\\.util\\.ChildFirstClassLoader");
  private static final Pattern LIBRARY =
      Pattern.compile("(/\\S*(onnxruntime|opencv|openblas|jni)\\S*\\.so\\S*)");

  /** Measures a process of this user. */
  static ProcessFigures of(ProcessHandle process) throws IOException, InterruptedException {
    // counts what is left by a full garbage collection
    String memory = jcmd(process, "GC.class_histogram", "System.trim_native_heap", "GC.heap_info");
    Matcher classLoaders = JOB_CLASS_LOADERS.matcher(memory);
    Path folder = Path.of("/proc", String.valueOf(process.pid()));
    String status = Files.readString(folder.resolve("status"));
    long heap = 0;
    long metaspace = 0;
    for (String line : memory.lines().toList()) {
      // "def new generation   total 78656K, used 1024K" or "garbage-first heap   total ..., used
      // ..."
      if (line.matches(".*(heap|generation) +total .*")) {
        heap += number(USED, line);
      } else if (line.matches(" *Metaspace .*")) {
        metaspace = number(USED, line);
      }
    }
    return new ProcessFigures(
        number(RSS, status),
        heap,
        metaspace,
        classLoaders.find() ? Integer.parseInt(classLoaders.group(1)) : 0,
        (int) number(THREADS, status),
        libraries(folder.resolve("maps"), path -> path.substring(path.lastIndexOf('/'))),
        libraries(folder.resolve("maps"), path -> path));
  }

  static String header() {
    return "%10s %10s %10s %8s %8s %10s %7s"
        .formatted("RSS kB", "heap kB", "meta kB", "loaders", "threads", "libraries", "copies");
  }

  @Override
  public String toString() {
    return "%10d %10d %10d %8d %8d %10d %7d"
        .formatted(
            rssKilobytes,
            heapKilobytes,
            metaspaceKilobytes,
            jobClassLoaders,
            threads,
            nativeLibraries,
            nativeCopies);
  }

  /** How many mapped libraries differ in some part of their paths. */
  private static int libraries(Path maps, UnaryOperator<String> part) throws IOException {
    try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
      return (int)
          lines
              .map(LIBRARY::matcher)
              .filter(Matcher::find)
              .map(library -> part.apply(library.group(1)))
              .distinct()
              .count();
    }
  }

  private static String jcmd(ProcessHandle process, String... commands)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile("jcmd", ".txt");
    try {
      Files.write(script, List.of(commands));
      return jcmd(process, script);
    } finally {
      Files.delete(script);
    }
  }

  private static String jcmd(ProcessHandle process, Path script)
      throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process run =
        new ProcessBuilder(
                List.of(jcmd.toString(), String.valueOf(process.pid()), "-f", script.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (run.waitFor() != 0) {
      throw new IOException("jcmd %d: %s".formatted(process.pid(), output));
    }
    return output;
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in: " + text);
    }
    return Long.parseLong(matcher.group(1));
  }
}
