package dev.tagstream.export;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.source.Digest;
import dev.tagstream.export.source.Digest.Algorithm;
import dev.tagstream.schemas.model.Contract.Source;
import java.io.IOException;
import java.nio.file.Path;

/** The weights file as the contract records it. */
public final class SourceFile {

  private SourceFile() {}

  /**
   * Reads a file through to compute its SHA-256.
   *
   * @throws ExportException if it cannot be read
   */
  public static Source of(Path file) {
    try {
      return new Source(file.getFileName().toString(), Digest.of(file, Algorithm.SHA_256).hex());
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be read: " + e.getMessage(), e);
    }
  }
}
