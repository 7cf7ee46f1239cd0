package dev.tagstream.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which {@link SmallImages} have results in the files that a job wrote. */
final class FileAnswers {

  private static final Pattern ID = Pattern.compile("\"id\":\\s*\"[^\"]*?(\\d{8})\\.png\"");

  private final Path results;
  private final Set<Path> read = new HashSet<>();
  private final BitSet answered = new BitSet();

  /** Those in the folder of a job's results. */
  FileAnswers(Path results) {
    this.results = results;
  }

  /**
   * Reads the files that have become visible since, and returns how many images have a result.
   *
   * @throws IllegalStateException if an image has two results or a reject
   */
  int read() throws IOException {
    read(results.resolve("tags"), this::add);
    read(
        results.resolve("rejects"),
        line -> {
          throw new IllegalStateException("rejected: " + line);
        });
    return answered.cardinality();
  }

  private interface Line {
    void read(String line);
  }

  /** Flink hides a file that is in progress by a dot; a visible one does not change. */
  private void read(Path folder, Line each) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.getFileName().toString().startsWith(".") && read.add(file)) {
          try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(each::read);
          }
        }
      }
    }
  }

  private void add(String line) {
    Matcher id = ID.matcher(line);
    if (!id.find()) {
      throw new IllegalStateException("no image: " + line);
    }
    int number = Integer.parseInt(id.group(1));
    if (answered.get(number)) {
      throw new IllegalStateException("answered twice: " + line);
    }
    answered.set(number);
  }

  /** The number of files. */
  int files() {
    return read.size();
  }
}
