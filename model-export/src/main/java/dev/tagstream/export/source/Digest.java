package dev.tagstream.export.source;

import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The digest that identifies a file.
 *
 * @param algorithm of {@code hex}
 * @param hex lower-case hexadecimal digits: all of them, or only the first ones if no more are
 *     published
 */
public record Digest(Algorithm algorithm, String hex) {

  /** A digest function that publishers of weights use. */
  public enum Algorithm {
    SHA_256("SHA-256", 64),
    /** Keras' digest. It detects damage, but not forgery. */
    MD5("MD5", 32);

    private final String javaName;
    private final int digits;

    Algorithm(String javaName, int digits) {
      this.javaName = javaName;
      this.digits = digits;
    }

    @Override
    public String toString() {
      return javaName;
    }
  }

  private static final int CHUNK_BYTES = 1 << 16;

  public Digest {
    hex = hex.toLowerCase(Locale.ROOT);
    if (hex.isEmpty() || hex.length() > algorithm.digits || !hex.matches("[0-9a-f]+")) {
      throw new ExportException(
          "a %s has %d hexadecimal digits but '%s' is none"
              .formatted(algorithm, algorithm.digits, hex));
    }
  }

  /**
   * A SHA-256 that a user gives.
   *
   * @throws ExportException if it does not have 64 digits
   */
  public static Digest sha256(String hex) {
    Digest digest = new Digest(Algorithm.SHA_256, hex);
    if (!digest.isWhole()) {
      throw new ExportException(
          "a SHA-256 has 64 hexadecimal digits but '%s' has %d".formatted(hex, hex.length()));
    }
    return digest;
  }

  /** Whether it has all its digits. */
  public boolean isWhole() {
    return hex.length() == algorithm.digits;
  }

  /** Whether a file with this digest is the expected one. */
  boolean matches(Digest actual) {
    return algorithm == actual.algorithm && actual.hex.startsWith(hex);
  }

  /** Reads a file to compute its complete digest. */
  public static Digest of(Path file, Algorithm algorithm) throws IOException {
    MessageDigest digest = newDigest(algorithm);
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      while (in.read(chunk) >= 0) {
        // the digest sees every chunk as it is read
      }
    }
    return new Digest(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest newDigest(Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** The digest for messages, such as {@code SHA-256 0676ba61...}. */
  @Override
  public String toString() {
    return algorithm + " " + hex + (isWhole() ? "" : "...");
  }
}
