package dev.tagstream.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Podman and Buildah with images and containers of their own, in a folder of the build. Containers
 * are on the host's network and end when this is closed; images stay for the next time.
 */
final class Podman implements AutoCloseable {

  private static final List<String> NEEDED = List.of("podman", "buildah", "debootstrap");

  /** Where the limits of a process may not be raised, Podman's own would be refused. */
  private static final List<String> LIMITS =
      List.of("--ulimit", "nofile=20000:20000", "--ulimit", "nproc=9000:9000");

  private final Path folder;
  private final List<String> containers = new ArrayList<>();

  private Podman(Path folder) {
    this.folder = folder;
  }

  /** Skips the test, and says why, where containers cannot be built and run. */
  static Podman orSkip(Path folder) throws IOException {
    for (String command : NEEDED) {
      assumeTrue(isOnPath(command), "skipped: there is no %s here".formatted(command));
    }
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "skipped: only root may make a base image with debootstrap");
    return new Podman(Files.createDirectories(folder));
  }

  private static boolean isOnPath(String command) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /** Makes a base image, unless it was made before. */
  void makeBase(Path script, String image) throws IOException, InterruptedException {
    if (exitCode(podman("image", "exists", image)) != 0) {
      ProcessBuilder make =
          new ProcessBuilder(script.toString(), image, folder.resolve("rootfs").toString());
      make.environment().put("PODMAN", String.join(" ", podman()));
      run(make);
    }
  }

  /** Builds an image, of nothing that is not here. */
  void build(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("buildah"));
    words.addAll(storage());
    words.addAll(
        List.of("bud", "--pull=never", "--isolation", "chroot", "--network", "host", "--layers"));
    words.addAll(List.of(arguments));
    run(new ProcessBuilder(words));
  }

  /** Starts a container in the background. */
  void start(String name, List<String> arguments) throws IOException, InterruptedException {
    containers.add(name);
    List<String> words = podman("run", "--detach", "--replace", "--name", name);
    words.addAll(List.of("--network", "host"));
    words.addAll(LIMITS);
    words.addAll(arguments);
    run(new ProcessBuilder(words));
  }

  /** Kills a container, as the kernel does that has no memory left for it. */
  void kill(String name) throws IOException, InterruptedException {
    run(new ProcessBuilder(podman("kill", "--signal", "KILL", name)));
  }

  /** Waits for the end of a container and returns its exit code. */
  int await(String name) throws IOException, InterruptedException {
    return Integer.parseInt(run(new ProcessBuilder(podman("wait", name))).strip());
  }

  /** What a container has said so far. */
  String logs(String name) throws IOException, InterruptedException {
    return run(new ProcessBuilder(podman("logs", name)));
  }

  private List<String> podman(String... arguments) {
    List<String> words = new ArrayList<>(List.of("podman"));
    words.addAll(storage());
    if (isOnPath("runc")) {
      // which knows hosts that have cgroups of both versions
      words.addAll(List.of("--runtime", "runc"));
    }
    words.addAll(List.of(arguments));
    return words;
  }

  private List<String> storage() {
    return List.of(
        "--root", folder.resolve("storage").toString(), "--runroot", "/run/tagstream-containers");
  }

  private static int exitCode(List<String> words) throws IOException, InterruptedException {
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }

  /** Returns what a command says. */
  private static String run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException(
          "%s ended with exit code %d: %s"
              .formatted(String.join(" ", command.command()), exitCode, output));
    }
    return output;
  }

  @Override
  public void close() throws IOException {
    try {
      // the broker, which was the first, last: the others wait for it while they end
      Collections.reverse(containers);
      for (String container : containers) {
        exitCode(podman("rm", "--force", "--volumes", "--time", "5", container));
      }
      // Podman leaves its storage mounted, and a mounted folder cannot be deleted by 'mvnw clean'
      exitCode(
          List.of(
              "umount", "--recursive", folder.resolve("storage").resolve("overlay").toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while containers end");
    }
  }
}
