package dev.tagstream.export.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;

/** The configuration of a Keras model, as its file describes it. */
public final class FuzzKerasModels {

  private static final Path FILE = Path.of("net.keras");

  private FuzzKerasModels() {}

  public static void fuzzerTestOneInput(byte[] json) {
    try {
      ModelReader.read(FILE, new String(json, UTF_8));
    } catch (ExportException refused) {
      // as it should be
    }
  }
}
