package dev.tagstream.export.weights.torch;

import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The zip archive of a checkpoint. Its entries are in one folder, whose name varies. The size of
 * each entry is checked before it is read, and no more is read than the entry declares.
 */
final class CheckpointArchive implements TensorBytes {

  private static final String PICKLE = "data.pkl";

  /** A ResNet-152 has 932 tensors and a pickle of 150 kB. */
  private static final long MAX_PICKLE_BYTES = 16L << 20;

  /**
   * The highest plausible compression ratio: trained weights hardly compress, and even half-pruned
   * ones stay below 10.
   */
  private static final long MAX_RATIO = 100;

  /** Entries up to this size may have any compression ratio: a small entry of zeros is harmless. */
  private static final long HARMLESS_BYTES = 1L << 20;

  private final Path file;
  private final ZipFile zip;
  private final String folder;

  private CheckpointArchive(Path file, ZipFile zip, String folder) {
    this.file = file;
    this.zip = zip;
    this.folder = folder;
  }

  static CheckpointArchive open(Path file) {
    try {
      return read(file, new ZipFile(file.toFile()));
    } catch (IOException | IllegalArgumentException e) {
      throw ExportException.in(file, "is not a whole zip archive: " + e.getMessage(), e);
    }
  }

  byte[] pickle() {
    ZipEntry entry = entry("the pickle", PICKLE);
    if (entry.getSize() > MAX_PICKLE_BYTES) {
      throw ExportException.in(
          file,
          "data.pkl has %d bytes, more than the %d allowed"
              .formatted(entry.getSize(), MAX_PICKLE_BYTES));
    }
    return readEntry("the pickle", PICKLE, 0, Math.toIntExact(entry.getSize()));
  }

  /** The byte order that the archive declares; little-endian by default. */
  @Override
  public ByteOrder byteOrder() {
    ZipEntry entry = zip.getEntry(folder + "byteorder");
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    int length = (int) Math.min(entry.getSize(), "little".length());
    String order =
        new String(readEntry("the byte order", "byteorder", 0, length), StandardCharsets.US_ASCII);
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw ExportException.in(
              file, "byteorder must be \"little\" or \"big\" but was \"" + order + "\"");
    };
  }

  @Override
  public long size(String tensor, String storage) {
    return entry(tensor, place(storage)).getSize();
  }

  @Override
  public byte[] read(String tensor, String storage, long offset, int length) {
    return readEntry(tensor, place(storage), offset, length);
  }

  @Override
  public String place(String storage) {
    return "data/" + storage;
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be closed: " + e.getMessage(), e);
    }
  }

  private byte[] readEntry(String content, String name, long offset, int length) {
    try (InputStream in = zip.getInputStream(entry(content, name))) {
      in.skipNBytes(offset);
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw problem(
            content,
            name,
            "ends after %d bytes of %d".formatted(offset + bytes.length, offset + length));
      }
      return bytes;
    } catch (IOException e) {
      throw problem(content, name, "cannot be read: " + e.getMessage());
    }
  }

  private ZipEntry entry(String content, String name) {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw problem(content, name, "is missing from the archive");
    }
    long bytes = entry.getSize();
    if (bytes > HARMLESS_BYTES && bytes / MAX_RATIO > entry.getCompressedSize()) {
      throw problem(
          content,
          name,
          "expands from %d to %d bytes, more than %d times"
              .formatted(entry.getCompressedSize(), bytes, MAX_RATIO));
    }
    return entry;
  }

  private ExportException problem(String content, String name, String problem) {
    return ExportException.in(
        file, "%s lies in %s%s, which %s".formatted(content, folder, name, problem));
  }

  private static CheckpointArchive read(Path file, ZipFile zip) throws IOException {
    try {
      refuseBomb(file, zip);
      return new CheckpointArchive(file, zip, folderOf(file, zip));
    } catch (IOException | ExportException e) {
      zip.close();
      throw e;
    }
  }

  /**
   * Refuses an archive that expands too much in total. Entries may overlap, so checking each entry
   * is not enough.
   */
  private static void refuseBomb(Path file, ZipFile zip) throws IOException {
    long fileBytes = Files.size(file);
    double allBytes = zip.stream().mapToDouble(ZipEntry::getSize).sum();
    if (allBytes > HARMLESS_BYTES && allBytes / MAX_RATIO > fileBytes) {
      throw ExportException.in(
          file,
          "expands from %d to %.0f bytes, more than %d times"
              .formatted(fileBytes, allBytes, MAX_RATIO));
    }
  }

  private static String folderOf(Path file, ZipFile zip) {
    boolean script =
        zip.stream().map(ZipEntry::getName).anyMatch(name -> name.endsWith("/constants.pkl"));
    if (script) {
      throw ExportException.in(
          file,
          "is a TorchScript archive; save the weights with torch.save(model.state_dict(), FILE)");
    }
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
        .findFirst()
        .map(name -> name.substring(0, name.length() - PICKLE.length()))
        .orElseThrow(
            () -> ExportException.in(file, "is a zip archive without data.pkl, so no checkpoint"));
  }
}
