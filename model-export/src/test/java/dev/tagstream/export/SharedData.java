package dev.tagstream.export;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Third-party test data, which lies beside the project and is no part of it: in {@code
 * ../shared/data} of the root, or where the system property {@code tagstream.shared.data} says.
 */
final class SharedData {

  private static final String ROOT_ARTIFACT = "<artifactId>tagstream-parent</artifactId>";

  private SharedData() {}

  /** A file of it; the test that asks is skipped where it is absent. */
  static Path file(String name) throws IOException {
    String property = System.getProperty("tagstream.shared.data");
    Path folder = property != null ? Path.of(property) : root().resolve("../shared/data");
    Path file = folder.resolve(name).normalize();
    assumeTrue(Files.exists(file), () -> "skipped: " + name + " is not in the shared test data");
    return file;
  }

  /** The outermost folder of the project. */
  static Path root() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    for (Path at = folder; at != null; at = at.getParent()) {
      Path pom = at.resolve("pom.xml");
      if (Files.exists(pom) && isRoot(Files.readString(pom))) {
        return at;
      }
    }
    throw new IllegalStateException("no root pom.xml above " + folder);
  }

  private static boolean isRoot(String pom) {
    return pom.contains(ROOT_ARTIFACT) && !pom.contains("<parent>");
  }
}
