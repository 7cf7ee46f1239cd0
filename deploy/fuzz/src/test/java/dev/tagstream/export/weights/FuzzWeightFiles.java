package dev.tagstream.export.weights;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whole weight files of any format, with all they hold. */
public final class FuzzWeightFiles {

  private static final Path FILE = temporaryFile();

  private FuzzWeightFiles() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    try (NamedTensors tensors = WeightFile.open(FILE)) {
      for (String name : tensors.names()) {
        if (tensors.type(name).elements().isFloating()) {
          tensors.read(name);
        }
      }
    } catch (ExportException refused) {
      // as it should be
    }
  }

  private static Path temporaryFile() {
    try {
      Path file = Files.createTempFile("fuzz", ".weights");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
