package dev.tagstream.pipeline.image;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Third-party test material beside the project, never part of it. */
final class SharedData {

  private static final String PROPERTY = "tagstream.shared.data";

  private SharedData() {}

  /** A folder or file of it; the test is skipped, saying so, where it is absent. */
  static Path path(String relative) {
    Path root = root();
    Path path = root.resolve(relative);
    Assumptions.assumeTrue(
        Files.exists(path), () -> path + " is absent; -D" + PROPERTY + "=... may name its place");
    return path;
  }

  private static Path root() {
    String given = System.getProperty(PROPERTY);
    if (given != null) {
      return Path.of(given);
    }
    Path folder = Path.of("").toAbsolutePath();
    Path project = folder;
    for (Path at = folder; at != null && Files.exists(at.resolve("pom.xml")); at = at.getParent()) {
      project = at;
    }
    return project.resolveSibling("shared").resolve("data");
  }
}
