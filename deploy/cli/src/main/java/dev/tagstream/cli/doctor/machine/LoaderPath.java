package dev.tagstream.cli.doctor.machine;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The search path of the system's loader for shared libraries, as far as it is visible from
 * outside: {@code LD_LIBRARY_PATH}, the cache of {@code ldconfig}, and the default folders.
 *
 * @param folders in the order of the search
 */
public record LoaderPath(List<Path> folders) {

  private static final List<String> USUAL =
      List.of("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib");

  private static final List<String> LDCONFIG = List.of("/sbin/ldconfig", "-p");

  /** The text before the path of a library in the output of {@code ldconfig -p}. */
  private static final String ARROW = " => ";

  public LoaderPath {
    folders = List.copyOf(folders);
  }

  /** The search path of this process. */
  public static LoaderPath ofThisProcess() {
    Set<Path> folders = new LinkedHashSet<>();
    String given = System.getenv("LD_LIBRARY_PATH");
    Stream.of((given == null ? "" : given).split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .forEach(folders::add);
    folders.addAll(cached());
    USUAL.stream().map(Path::of).forEach(folders::add);
    return new LoaderPath(new ArrayList<>(folders));
  }

  /** Finds a library by its name, such as {@code libcudart.so.12}. */
  Optional<Path> find(String name) {
    return folders.stream().map(folder -> folder.resolve(name)).filter(Files::exists).findFirst();
  }

  /** The folders in the loader's cache; empty if there is no ldconfig. */
  private static Set<Path> cached() {
    Set<Path> folders = new LinkedHashSet<>();
    try {
      Process ldconfig =
          new ProcessBuilder(LDCONFIG).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      ldconfig.getOutputStream().close();
      try (BufferedReader lines = ldconfig.inputReader()) {
        lines
            .lines()
            .filter(line -> line.contains(ARROW))
            .map(line -> Path.of(line.substring(line.indexOf(ARROW) + ARROW.length())).getParent())
            .forEach(folders::add);
      }
    } catch (IOException none) {
      return folders;
    }
    return folders;
  }
}
