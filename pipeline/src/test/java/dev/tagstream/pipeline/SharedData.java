package dev.tagstream.pipeline;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Third-party test data, which is not part of the project: the folder {@code ../shared/data} beside
 * it, or the one that the system property {@code tagstream.shared.data} names.
 */
public final class SharedData {

  private SharedData() {}

  /** A file or folder of the data. The test that asks is skipped where it is absent. */
  public static Path path(String name) {
    Path path = folder().resolve(name);
    assumeTrue(Files.exists(path), "skipped: there is no third-party test data " + path);
    return path;
  }

  /** A file or folder of the data, for tests that do without where it is absent. */
  public static Optional<Path> find(String name) {
    return Optional.of(folder().resolve(name)).filter(Files::exists);
  }

  private static Path folder() {
    String property = System.getProperty("tagstream.shared.data");
    return property == null
        ? projectRoot().resolveSibling("shared").resolve("data")
        : Path.of(property);
  }

  /** The folder of the parent pom, upwards from the module that the test runs in. */
  private static Path projectRoot() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (isProjectRoot(at.resolve("pom.xml"))) {
        return at;
      }
    }
    throw new IllegalStateException("the test does not run inside the project");
  }

  private static boolean isProjectRoot(Path pom) {
    try {
      return Files.exists(pom) && Files.readString(pom).contains("<modules>");
    } catch (IOException unreadable) {
      return false;
    }
  }
}
