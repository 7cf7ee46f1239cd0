package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.record.RejectReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/**
 * Writes the body of a response to a file and compares its SHA-256.
 *
 * @param file to write
 * @param sha256 that it must have
 * @param maxBytes that it may have
 */
record ModelBody(Path file, String sha256, long maxBytes) implements UriSource.BodyReader<Path> {

  private static final int CHUNK_BYTES = 1 << 16;

  @Override
  public Path read(ImageUri uri, InputStream body, long announcedBytes)
      throws IOException, UnfetchableException {
    if (announcedBytes > maxBytes) {
      throw tooLarge(uri, "%d bytes".formatted(announcedBytes));
    }
    MessageDigest digest = Sha256.newDigest();
    long count = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
        count += read;
        if (count > maxBytes) {
          throw tooLarge(uri, "more");
        }
        digest.update(chunk, 0, read);
        out.write(chunk, 0, read);
      }
    }
    if (announcedBytes >= 0 && count != announcedBytes) {
      throw new IOException("ended after %d of %d bytes".formatted(count, announcedBytes));
    }
    String found = Sha256.hex(digest);
    if (!found.equals(sha256)) {
      throw new IOException("must have SHA-256 %s but has %s".formatted(sha256, found));
    }
    return file;
  }

  private UnfetchableException tooLarge(ImageUri uri, String bytes) {
    return new UnfetchableException(
        RejectReason.URI_TOO_LARGE,
        "%s has %s but a model may have %d bytes".formatted(uri, bytes, maxBytes));
  }

  /** Whether a file is there and has this SHA-256. */
  static boolean isWhole(Path file, String sha256) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    MessageDigest digest = Sha256.newDigest();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.hex(digest).equals(sha256);
  }
}
