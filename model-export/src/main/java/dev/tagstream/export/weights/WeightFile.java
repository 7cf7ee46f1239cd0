package dev.tagstream.export.weights;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.weights.keras.KerasFile;
import dev.tagstream.export.weights.safetensors.SafetensorsFile;
import dev.tagstream.export.weights.torch.TorchCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/** Opens a weights file. Its first bytes determine the format; its name does not matter. */
public final class WeightFile {

  /** Includes the magic number of a tar archive, which follows the first 257 bytes. */
  private static final int MAGIC_BYTES = 262;

  private static final int SHOWN_BYTES = 16;

  // a zip's local file header, with which torch.save since 1.6 and .keras archives begin
  private static final String ZIP = "504b0304";
  // a pickle of protocol 2 or later: torch.save before 1.6 wrote nothing else
  private static final String PICKLE = "80";
  private static final String TAR =
      HexFormat.of().formatHex("ustar".getBytes(StandardCharsets.US_ASCII));
  private static final String HDF5 = "894844460d0a1a0a";
  // field 1 of an ONNX ModelProto, the IR version
  private static final String ONNX = "08";
  // a safetensors file: the length of its header in eight bytes, little-endian, then a JSON object
  private static final int SAFETENSORS_BRACE_AT = 8;

  private WeightFile() {}

  /**
   * Opens a PyTorch checkpoint, a safetensors file, or a Keras HDF5 file or archive.
   *
   * @throws ExportException if it has another format, or is malformed
   */
  public static NamedTensors open(Path file) {
    byte[] magic = firstBytes(file);
    String hex = HexFormat.of().formatHex(magic);
    if (hex.startsWith(ZIP)) {
      return KerasFile.isArchive(file) ? KerasFile.openArchive(file) : TorchCheckpoint.open(file);
    }
    // before the pickle, because a safetensors file may begin with any byte
    if (isSafetensors(magic)) {
      return SafetensorsFile.open(file);
    }
    if (hex.startsWith(PICKLE)) {
      return TorchCheckpoint.openLegacy(file);
    }
    if (hex.endsWith(TAR)) {
      throw ExportException.in(
          file,
          "is a tar archive, as PyTorch 0.1 wrote; save it again with"
              + " torch.save(torch.load(FILE), FILE)");
    }
    if (hex.startsWith(HDF5)) {
      return KerasFile.open(file);
    }
    if (hex.startsWith(ONNX)) {
      throw ExportException.in(file, "looks like an ONNX file; pass it with --onnx");
    }
    throw ExportException.in(
        file,
        "is neither a PyTorch checkpoint nor a safetensors nor a Keras file; it begins with "
            + hex.substring(0, Math.min(hex.length(), 2 * SHOWN_BYTES)));
  }

  /** What kind of weights a file holds, by its first bytes; empty if it holds none. */
  public static Optional<String> kind(Path file) {
    byte[] magic = firstBytes(file);
    String hex = HexFormat.of().formatHex(magic);
    if (isSafetensors(magic)) {
      return Optional.of("safetensors");
    }
    if (hex.startsWith(HDF5) || (hex.startsWith(ZIP) && KerasFile.isArchive(file))) {
      return Optional.of("Keras");
    }
    return hex.startsWith(ZIP) || hex.startsWith(PICKLE)
        ? Optional.of("PyTorch")
        : Optional.empty();
  }

  private static boolean isSafetensors(byte[] magic) {
    return magic.length > SAFETENSORS_BRACE_AT
        && magic[SAFETENSORS_BRACE_AT] == '{'
        && magic[SAFETENSORS_BRACE_AT - 1] == 0;
  }

  private static byte[] firstBytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAGIC_BYTES);
    } catch (NoSuchFileException e) {
      throw ExportException.in(file, "does not exist", e);
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be read: " + e.getMessage(), e);
    }
  }
}
