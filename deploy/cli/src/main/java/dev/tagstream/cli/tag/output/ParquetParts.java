package dev.tagstream.cli.tag.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of files that stay as they are: {@code tags-000001.parquet} and so on. Programs that
 * read such folders pass over names that begin with an underscore.
 *
 * @param folder where they lie
 * @param name what the names of files begin with
 * @param rowsInAFile how many answers a file waits for
 */
record ParquetParts(Path folder, String name, int rowsInAFile) implements ParquetFiles {

  private static final Pattern NUMBER = Pattern.compile(".*-(\\d{6,9})\\.parquet");

  @Override
  public List<Path> existing() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> number(file) > 0).sorted().toList();
    }
  }

  @Override
  public Path next() throws IOException {
    int last = existing().stream().mapToInt(this::number).max().orElse(0);
    return folder.resolve("%s-%06d.parquet".formatted(name, last + 1));
  }

  /** The number of a part; 0 for another file. */
  private int number(Path file) {
    String fileName = String.valueOf(file.getFileName());
    Matcher number = NUMBER.matcher(fileName);
    return fileName.startsWith(name + "-") && number.matches()
        ? Integer.parseInt(number.group(1))
        : 0;
  }

  @Override
  public List<Path> carriedOver() {
    return List.of();
  }

  @Override
  public boolean isOneExpected() {
    return false;
  }

  @Override
  public Path journal() {
    return folder.resolve("_growing.jsonl");
  }

  @Override
  public Path unfinished() {
    return folder.resolve("_unfinished");
  }

  @Override
  public void clear() throws IOException {
    for (Path part : existing()) {
      Files.delete(part);
    }
  }
}
