package dev.tagstream.export.weights.keras;

import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .keras} archive: a zip with the model's configuration and an HDF5 file with its weights,
 * which is extracted to a temporary file. The size of each entry is checked before it is read, and
 * no more is read than the entry declares.
 */
final class KerasArchive implements AutoCloseable {

  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";

  /** The configuration of a ResNet-152 has 500 kB. */
  private static final long MAX_CONFIG_BYTES = 16L << 20;

  /**
   * The highest plausible compression ratio: trained weights hardly compress, and even half-pruned
   * ones stay below 10.
   */
  private static final long MAX_RATIO = 100;

  private static final int COPIED_AT_ONCE = 1 << 16;

  private final Path file;
  private final ZipFile zip;
  private @Nullable Path unpacked;

  private KerasArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /** Whether a zip has the entries of a {@code .keras} archive. */
  static boolean isOne(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.getEntry(CONFIG) != null && zip.getEntry(METADATA) != null;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  static KerasArchive open(Path file) {
    try {
      return new KerasArchive(file, new ZipFile(file.toFile()));
    } catch (IOException | IllegalArgumentException e) {
      throw ExportException.in(file, "is not a whole zip archive: " + e.getMessage(), e);
    }
  }

  /** The model's configuration as JSON. */
  String config() {
    return text(CONFIG);
  }

  /** The metadata with Keras' version as JSON. */
  String metadata() {
    return text(METADATA);
  }

  private String text(String name) {
    ZipEntry entry = entry(name, MAX_CONFIG_BYTES);
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readNBytes((int) entry.getSize()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw problem(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The extracted HDF5 file; it is deleted when the archive is closed. */
  Path weights() {
    ZipEntry entry = entry(WEIGHTS, Integer.MAX_VALUE);
    if (entry.getSize() / MAX_RATIO > entry.getCompressedSize()) {
      throw problem(
          WEIGHTS,
          "expands from %d to %d bytes, more than %d times"
              .formatted(entry.getCompressedSize(), entry.getSize(), MAX_RATIO),
          null);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Path temporary = Files.createTempFile("tagstream-", ".h5");
      unpacked = temporary;
      copy(in, temporary, entry.getSize());
      return temporary;
    } catch (IOException e) {
      throw problem(WEIGHTS, "cannot be unpacked: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
      if (unpacked != null) {
        Files.deleteIfExists(unpacked);
      }
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be closed: " + e.getMessage(), e);
    }
  }

  private static void copy(InputStream in, Path to, long bytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      byte[] buffer = new byte[COPIED_AT_ONCE];
      for (long left = bytes; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException("it ends %d bytes early".formatted(left));
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  private ZipEntry entry(String name, long maxBytes) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw ExportException.in(file, "is a Keras archive without " + name);
    }
    if (entry.getSize() < 0 || entry.getSize() > maxBytes) {
      throw problem(
          name,
          "has %d bytes, more than the %d allowed".formatted(entry.getSize(), maxBytes),
          null);
    }
    return entry;
  }

  private ExportException problem(String name, String problem, @Nullable Throwable cause) {
    String text = name + " " + problem;
    return cause == null ? ExportException.in(file, text) : ExportException.in(file, text, cause);
  }
}
