package dev.tagstream.export.weights.safetensors;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;

/** The JSON that begins a safetensors file. */
public final class FuzzSafetensorsHeaders {

  private static final Path FILE = Path.of("net.safetensors");
  private static final long DATA_BYTES = 1000;

  private FuzzSafetensorsHeaders() {}

  public static void fuzzerTestOneInput(byte[] json) {
    try {
      SafetensorsHeader.read(FILE, json, DATA_BYTES);
    } catch (ExportException refused) {
      // as it should be
    }
  }
}
