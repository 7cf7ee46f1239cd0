package dev.tagstream.cli;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Places in and beside the checkout that tests run in. */
public final class Checkout {

  private Checkout() {}

  /** The folder of the parent project. */
  public static Path path() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("tagstream"))) {
      folder = requireNonNull(folder.getParent(), "no folder above has the tagstream script");
    }
    return folder;
  }

  /** Third-party test data beside the checkout; the calling test is skipped where it is absent. */
  public static Path sharedData() {
    String property = System.getProperty("tagstream.shared.data");
    Path data =
        property == null
            ? path().resolveSibling("shared").resolve("data")
            : Path.of(property).toAbsolutePath();
    assumeTrue(Files.isDirectory(data), "skipped: there is no third-party test data in " + data);
    return data;
  }
}
