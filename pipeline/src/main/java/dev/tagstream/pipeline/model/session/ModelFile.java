package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.schemas.model.InvalidContractException;
import dev.tagstream.schemas.model.ModelDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A model file: one ONNX file whose metadata describes how to use it. */
public final class ModelFile {

  /** The size of a read, in bytes. */
  private static final int CHUNK_BYTES = 1 << 16;

  private ModelFile() {}

  /**
   * Reads a model file's contract, and checks it against the file's graph.
   *
   * @throws UnusableModelException if the file is not an ONNX model with a valid contract
   */
  public static ModelContract read(Path file) {
    return read(file, sha256(file));
  }

  /**
   * Makes sure that a file is the expected model, before it is parsed.
   *
   * @param sha256 64 lower-case hexadecimal digits
   * @throws UnusableModelException if the file has another checksum or cannot be read
   */
  public static void requireSha256(Path file, String sha256) {
    String found = sha256(file);
    if (!found.equals(sha256)) {
      throw new UnusableModelException(
          "%s: must have SHA-256 %s but has %s; it is another model, or the file was changed"
              .formatted(file, sha256, found));
    }
  }

  /** As {@link #read(Path)}, for a file whose SHA-256 is known. */
  static ModelContract read(Path file, String sha256) {
    try (OrtSession.SessionOptions options = SessionSettings.forInspection();
        OrtSession session = open(file, options)) {
      return contract(file, session, sha256);
    } catch (OrtException cause) {
      throw notLoadable(file, cause);
    }
  }

  /**
   * Opens a session of a file.
   *
   * @throws UnusableModelException if ONNX Runtime cannot load it
   */
  static OrtSession open(Path file, OrtSession.SessionOptions options) {
    try {
      return OrtRuntime.environment().createSession(file.toString(), options);
    } catch (OrtException cause) {
      throw notLoadable(file, cause);
    }
  }

  /**
   * The contract in a session of a file, checked against the graph.
   *
   * @throws UnusableModelException if there is none, or the graph does not match it
   */
  static ModelContract contract(Path file, OrtSession session, String sha256) throws OrtException {
    try {
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      ModelDescription description =
          ModelDescription.read(file, metadata).orElseThrow(() -> noContract(file));
      return GraphCheck.of(file, session).complete(description, sha256);
    } catch (InvalidContractException cause) {
      throw new UnusableModelException(cause.line(), cause);
    }
  }

  /**
   * The SHA-256 of a file: 64 lower-case hexadecimal digits.
   *
   * @throws UnusableModelException if the file does not exist, cannot be read or is empty
   */
  static String sha256(Path file) {
    requireFile(file);
    MessageDigest digest = newSha256();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] chunk = new byte[CHUNK_BYTES];
      while (bytes.read(chunk) >= 0) {
        // the digest sees every chunk as it is read
      }
    } catch (IOException cause) {
      throw new UnusableModelException(
          "%s: cannot be read: %s".formatted(file, OrtRuntime.oneLine(cause)), cause);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new UnusableModelException(
          "%s: a model is one .onnx file but this is a directory".formatted(file));
    }
    if (!Files.exists(file)) {
      throw new UnusableModelException("%s: there is no such model file".formatted(file));
    }
    if (file.toFile().length() == 0) {
      throw new UnusableModelException(
          "%s: the model file is empty; copy or export it again".formatted(file));
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException cause) {
      throw new AssertionError("every Java has SHA-256", cause);
    }
  }

  private static UnusableModelException noContract(Path file) {
    String name = file.toString();
    String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
    return new UnusableModelException(
        "%s: carries no %s metadata; give it one with: tagstream export --onnx %s --preprocessing torchvision --out %s-tagged.onnx"
            .formatted(name, ModelDescription.CONTRACT_KEY, name, stem));
  }

  private static UnusableModelException notLoadable(Path file, OrtException cause) {
    String words = OrtRuntime.oneLine(cause);
    if (cause.getCode() == OrtException.OrtErrorCode.ORT_INVALID_PROTOBUF
        || words.contains("ModelProto does not have a graph")) {
      return new UnusableModelException(
          "%s: is not an ONNX file, or is truncated; copy or export it again".formatted(file),
          cause);
    }
    if (words.contains("External data")) {
      return new UnusableModelException(
          "%s: keeps weights in another file that is not beside it; copy that too, or export the model as one file: %s"
              .formatted(file, words),
          cause);
    }
    return new UnusableModelException(
        "%s: ONNX Runtime %s cannot load it: %s"
            .formatted(file, OrtRuntime.environment().getVersion(), words),
        cause);
  }
}
