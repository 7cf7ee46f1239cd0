package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build assembles, and that it is complete. */
final class DistributionITCase {

  private static final Path HOME = Path.of("target/cluster");
  private static final Path COMMAND_CLASS_PATH = Path.of("../cli/target/classpath");

  @TempDir private Path folder;

  @Test
  void theJobsJarAndTheNativeLibrariesLieWhereFlinkLoadsThemFrom() throws Exception {
    assertThat(jars("usrlib"))
        .hasSize(1)
        .allMatch(jar -> jar.matches("tagstream-pipeline-.*-job\\.jar"));
    assertThat(jars("lib"))
        .anyMatch(jar -> jar.matches("opencv-.*-[a-z]+-[a-z0-9_]+\\.jar"))
        .filteredOn(jar -> jar.startsWith("onnxruntime"))
        .hasSize(1);
    assertThat(jars("plugins/external-resource-gpu")).hasSize(1);
    assertThat(HOME.resolve("plugins/external-resource-gpu/nvidia-gpu-discovery.sh"))
        .isExecutable();
  }

  @Test
  void theCommandFindsEveryJarOfItsModule() throws Exception {
    Set<String> present = new TreeSet<>(jars("cli"));
    present.addAll(jars("lib"));
    present.addAll(jars("kafka/lib"));
    present.addAll(jars("opt/sql"));
    Set<String> classesOfTheJob = classes(HOME.resolve("usrlib").resolve(jars("usrlib").first()));
    List<String> missing = new ArrayList<>();
    for (String entry :
        Files.readString(COMMAND_CLASS_PATH).strip().split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      String name = jar.getFileName().toString();
      if (!present.contains(name) && !classesOfTheJob.containsAll(classes(jar))) {
        missing.add(entry);
      }
    }
    assertThat(missing).as("for the list of jars in deploy/cli/pom.xml").isEmpty();
  }

  @Test
  void noJarLiesBothInFlinksFolderAndInAnother() throws Exception {
    assertThat(jars("cli")).isNotEmpty().doesNotContainAnyElementsOf(jars("lib"));
    assertThat(jars("opt/sql")).isNotEmpty().doesNotContainAnyElementsOf(jars("lib"));
  }

  @Test
  void theCommandRunsAnywhereWithoutTheBroker() throws Exception {
    Path copy = folder.resolve("copied");
    Files.createDirectories(copy.resolve("bin"));
    for (String script : List.of("runtime", "tagstream")) {
      Files.copy(HOME.resolve("bin").resolve(script), copy.resolve("bin").resolve(script));
    }
    List<String> parts = List.of("cli", "lib", "usrlib", "demo", "conf");
    for (String part : parts) {
      Files.createSymbolicLink(copy.resolve(part), HOME.resolve(part).toAbsolutePath());
    }
    String tagstream = copy.resolve("bin/tagstream").toString();
    try {
      String model = copy.resolve("demo/model/fashion-resnet50.onnx").toString();
      assertThat(output(tagstream, "inspect", model)).contains("architecture  resnet50");
      // which Kafka's client says, and so is found, in the job's jar
      assertThat(output(tagstream, "results", "--bootstrap-servers", "none"))
          .startsWith("tagstream results: cannot connect to 'none': Invalid url");
    } finally {
      for (String part : parts) {
        Files.delete(copy.resolve(part));
      }
    }
  }

  @Test
  void theArchiveHoldsTheSameFilesAndScriptsThatCanBeRun() throws Exception {
    Path archive;
    try (DirectoryStream<Path> archives =
        Files.newDirectoryStream(Path.of("target"), "tagstream-*.tar.gz")) {
      archive = archives.iterator().next();
    }
    List<String> entries =
        output("tar", "--list", "--verbose", "--file", archive.toString()).lines().toList();
    Set<String> archived =
        entries.stream()
            .filter(entry -> entry.startsWith("-"))
            .map(entry -> entry.substring(entry.lastIndexOf(' ') + 1))
            .map(name -> name.substring(name.indexOf('/') + 1))
            .collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> files = Files.walk(HOME)) {
      assertThat(archived)
          .containsExactlyInAnyOrderElementsOf(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> HOME.relativize(file).toString())
                  .filter(name -> !name.startsWith("run/"))
                  .toList());
    }
    assertThat(entries)
        .filteredOn(line -> line.matches(".*/bin/(cluster|container|tagstream)"))
        .hasSize(3)
        .allMatch(line -> line.startsWith("-rwxr-xr-x"));
  }

  /** The names of the jars in a folder of the distribution. */
  private static SortedSet<String> jars(String name) throws IOException {
    SortedSet<String> jars = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(HOME.resolve(name), "*.jar")) {
      files.forEach(jar -> jars.add(jar.getFileName().toString()));
    }
    return jars;
  }

  private static Set<String> classes(Path jar) throws IOException {
    Set<String> classes = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
        String name = entries.nextElement().getName();
        if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
          classes.add(name);
        }
      }
    }
    return classes;
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
