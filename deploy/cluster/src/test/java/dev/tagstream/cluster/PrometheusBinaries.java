package dev.tagstream.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where {@code prometheus} and {@code promtool} are: on the path, or where {@code .ci/run} unpacks
 * Debian's package.
 *
 * @param folder that has both
 */
record PrometheusBinaries(Path folder) {

  private static final Path UNPACKED = Path.of("../../target/prometheus/usr/bin").toAbsolutePath();

  static Optional<PrometheusBinaries> find() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of),
            Stream.of(UNPACKED.normalize()))
        .map(PrometheusBinaries::new)
        .filter(binaries -> Files.isExecutable(binaries.prometheus()))
        .filter(binaries -> Files.isExecutable(binaries.promtool()))
        .findFirst();
  }

  Path prometheus() {
    return folder.resolve("prometheus");
  }

  Path promtool() {
    return folder.resolve("promtool");
  }
}
