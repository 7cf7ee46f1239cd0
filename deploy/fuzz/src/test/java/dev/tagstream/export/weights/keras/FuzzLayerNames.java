package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;

/** The configuration of a model in a {@code .keras} archive. */
public final class FuzzLayerNames {

  private static final Path FILE = Path.of("net.keras");

  private FuzzLayerNames() {}

  public static void fuzzerTestOneInput(byte[] json) {
    try {
      LayerNames.in(FILE, json).of("layers/functional/layers/conv2d_1");
    } catch (ExportException refused) {
      // as it should be
    }
  }
}
