package dev.tagstream.pipeline.duplicate;

import dev.tagstream.pipeline.bytes.ByteRange;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of an image's encoded bytes.
 *
 * @param first bytes 0 to 7, big-endian
 * @param second bytes 8 to 15
 * @param third bytes 16 to 23
 * @param fourth bytes 24 to 31
 */
public record ImageDigest(long first, long second, long third, long fourth) {

  /** Computes digests. For use by one thread. */
  public static final class Digester {

    private final MessageDigest sha256;

    public Digester() {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    /** The digest of some bytes. */
    public ImageDigest of(ByteRange bytes) {
      sha256.update(bytes.array(), bytes.offset(), bytes.length());
      ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
      return new ImageDigest(
          digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }
  }
}
