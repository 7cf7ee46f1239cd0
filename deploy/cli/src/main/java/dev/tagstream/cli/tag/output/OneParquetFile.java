package dev.tagstream.cli.tag.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One file for all answers, which is written anew when some are added.
 *
 * @param file its path
 */
record OneParquetFile(Path file) implements ParquetFiles {

  @Override
  public List<Path> existing() {
    // a program that makes temporary files makes them empty
    return file.toFile().length() > 0 ? List.of(file) : List.of();
  }

  @Override
  public Path next() {
    return file;
  }

  /** The file and those beside it while it grows. */
  List<Path> all() {
    return List.of(file, journal(), unfinished());
  }

  @Override
  public List<Path> carriedOver() {
    return existing();
  }

  @Override
  public int rowsInAFile() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean isOneExpected() {
    return existing().isEmpty();
  }

  @Override
  public Path journal() {
    return file.resolveSibling(file.getFileName() + ".growing");
  }

  @Override
  public Path unfinished() {
    return file.resolveSibling(file.getFileName() + ".unfinished");
  }

  @Override
  public void clear() throws IOException {
    Files.deleteIfExists(file);
  }
}
