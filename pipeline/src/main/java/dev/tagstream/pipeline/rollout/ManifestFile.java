package dev.tagstream.pipeline.rollout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A manifest in a file on the JobManager's machine. It is replaced as a whole, by renaming.
 *
 * @param file its path
 */
public record ManifestFile(String file) implements ManifestSource {

  private static final long serialVersionUID = 1L;

  @Override
  public String place() {
    return file;
  }

  @Override
  public ManifestReader open() {
    return new ManifestReader() {
      @Override
      public @Nullable ModelManifest read() throws IOException {
        return ManifestFile.this.read();
      }

      @Override
      public void close() {}
    };
  }

  /**
   * The manifest; null if there is no such file.
   *
   * @throws IOException if it cannot be read or breaks a rule
   */
  public @Nullable ModelManifest read() throws IOException {
    Path path = Path.of(file);
    try {
      ManifestJson.requireSize(Files.size(path));
      return ManifestJson.read(Files.readAllBytes(path));
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  @Override
  public void write(ModelManifest manifest) throws IOException {
    Path path = Path.of(file).toAbsolutePath();
    Path draft =
        path.resolveSibling(
            "%s.%d.new".formatted(path.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.writeString(draft, ManifestJson.write(manifest) + "\n");
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
