package dev.tagstream.export.contract;

import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says of itself.
 *
 * @param name what results call the model
 * @param architecture what was exported, such as {@code resnet50}; null where nobody knows
 * @param parameters the number of trained weights; null where nobody knows
 * @param source the file the weights came from; null where nobody knows
 * @param precision of the graph's weights and arithmetic; null where nobody knows
 * @param input the tensor the model takes
 * @param preprocessing how pictures become that tensor
 * @param output the tensor of scores that it gives
 * @param embedding the tensor of features that it gives, too; null where it gives none
 */
public record Contract(
    String name,
    @Nullable String architecture,
    @Nullable Long parameters,
    @Nullable Source source,
    @Nullable Precision precision,
    InputSpec input,
    Preprocessing preprocessing,
    OutputSpec output,
    @Nullable EmbeddingSpec embedding) {

  /** The newest version of the format; a reader refuses one that it does not know. */
  public static final int VERSION = 2;

  /** A file that can be read by the first version's readers is written for them. */
  private static final int FIRST_VERSION = 1;

  /** The contract of the same model in another precision. */
  public Contract in(Precision other) {
    return new Contract(
        name, architecture, parameters, source, other, input, preprocessing, output, embedding);
  }

  /** The version of the format that the contract needs. */
  public int version() {
    return input.takesAnySize() ? VERSION : FIRST_VERSION;
  }

  /**
   * A file that weights came from.
   *
   * @param file its name, without folders
   * @param sha256 64 lower-case hexadecimal digits
   */
  public record Source(String file, String sha256) {

    /** Reads a file through to tell its digest. */
    public static Source of(Path file) {
      try (DigestInputStream in =
          new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
        in.transferTo(OutputStream.nullOutputStream());
        byte[] digest = in.getMessageDigest().digest();
        return new Source(file.getFileName().toString(), HexFormat.of().formatHex(digest));
      } catch (IOException e) {
        throw ExportException.in(file, "cannot be read: " + e.getMessage(), e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
