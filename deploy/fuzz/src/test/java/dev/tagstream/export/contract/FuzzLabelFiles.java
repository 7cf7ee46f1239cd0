package dev.tagstream.export.contract;

import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Label files in all their forms, and preprocessing files, which are JSON, too. */
public final class FuzzLabelFiles {

  private static final Path FILE = temporaryFile();

  private FuzzLabelFiles() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    try {
      LabelFile.read(FILE);
    } catch (ExportException refused) {
      // as it should be
    }
    try {
      StatedContract.parse(FILE.toString());
    } catch (ExportException refused) {
      // as it should be
    }
  }

  private static Path temporaryFile() {
    try {
      Path file = Files.createTempFile("fuzz", ".labels");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
