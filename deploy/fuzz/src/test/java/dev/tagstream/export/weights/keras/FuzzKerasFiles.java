package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** HDF5 files, whether of Keras or not, with all they hold. */
public final class FuzzKerasFiles {

  private static final Path FILE = Path.of("net.h5");

  private FuzzKerasFiles() {}

  public static void fuzzerTestOneInput(byte[] hdf5) {
    try (NamedTensors tensors = KerasFile.of(FILE, ByteBuffer.wrap(hdf5), null)) {
      tensors.names().forEach(tensors::read);
    } catch (ExportException refused) {
      // as it should be
    }
  }
}
