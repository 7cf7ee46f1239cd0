package dev.tagstream.sql.model;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Stage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Names images by their content, since a row does not say where it comes from: the guard against
 * crashes must know an image again.
 */
final class SqlImage {

  private static final String SCHEME = "sha256:";
  private static final SourceObject NONE = new SourceObject(SCHEME, "");

  private SqlImage() {}

  /** An image of a row; the array must not change. */
  static EncodedImage of(byte[] encoded) {
    String name = SCHEME + HexFormat.of().formatHex(sha256().digest(encoded));
    return new EncodedImage(
        new SourceObject(name, ""), name, ByteRange.of(encoded), null, Map.of());
  }

  /** The outcome of a row whose image is NULL. */
  static RejectedImage ofNull() {
    return new RejectedImage(NONE, null, RejectReason.EMPTY_IMAGE, Stage.READ, "the image is NULL");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
