package dev.tagstream.export.weights.torch;

import dev.tagstream.export.problem.ExportException;
import java.nio.file.Path;

/** The pickle in a PyTorch checkpoint. */
public final class FuzzPickles {

  private static final Path FILE = Path.of("net.pth");

  private FuzzPickles() {}

  public static void fuzzerTestOneInput(byte[] pickle) {
    try {
      StateDict.in(FILE, StateDictPickle.read(FILE, pickle))
          .tensors()
          .values()
          .forEach(
              tensor -> {
                if (tensor.brokenRule().isEmpty()) {
                  tensor.isDense();
                }
                tensor.type().bytes();
              });
    } catch (ExportException refused) {
      // as it should be
    }
  }
}
