package dev.tagstream.pipeline.fetch;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.fetch.UriSource.Room;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fetches images from allowed URIs, in one attempt each, and checks their digests. */
final class ImageFetcher implements Closeable {

  /** The attribute of an event with the expected SHA-256 of the image. */
  static final String SHA256 = "sha256";

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final AllowList allowed;
  private final UriSource web;
  private final UriSource s3;

  ImageFetcher(AllowList allowed, UriSource web, UriSource s3) {
    this.allowed = allowed;
    this.web = web;
    this.s3 = s3;
  }

  /**
   * Makes one attempt. Never throws, because nothing above it in its thread could handle an
   * exception.
   */
  FetchResult fetch(EncodedImage image, Room room) {
    try {
      return new FetchResult.Image(image.fetched(bytes(image, room)));
    } catch (UnfetchableException never) {
      return new FetchResult.Never(never.reason(), never.detail());
    } catch (SlowDownException slowDown) {
      return new FetchResult.SlowDown(slowDown.retryAfter());
    } catch (NoRoomException noRoom) {
      return new FetchResult.NoRoom();
    } catch (IOException failed) {
      return new FetchResult.Failed(line(failed));
    } catch (Throwable bug) {
      return new FetchResult.Bug(bug);
    }
  }

  private ByteRange bytes(EncodedImage image, Room room)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException {
    String wanted = wantedDigest(image);
    ImageUri uri = allowed.require(requireNonNull(image.uri()));
    ByteRange bytes = (uri.scheme().equals(ImageUri.S3) ? s3 : web).get(uri, room);
    if (wanted != null) {
      requireDigest(uri, digest(bytes), wanted);
    }
    return bytes;
  }

  private static void requireDigest(ImageUri uri, String digest, String wanted)
      throws UnfetchableException {
    if (!digest.equals(wanted)) {
      throw new UnfetchableException(
          RejectReason.URI_NOT_FOUND,
          "%s has the SHA-256 %s but the event says %s".formatted(uri, digest, wanted));
    }
  }

  private static @Nullable String wantedDigest(EncodedImage image) throws UnfetchableException {
    String text = image.attributes().get(SHA256);
    if (text == null) {
      return null;
    }
    String digest = text.toLowerCase(Locale.ROOT);
    if (!DIGEST.matcher(digest).matches()) {
      throw new UnfetchableException(
          RejectReason.INVALID_EVENT, "the attribute sha256 is not 64 hexadecimal digits");
    }
    return digest;
  }

  private static String digest(ByteRange bytes) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(bytes.array(), bytes.offset(), bytes.length());
    return Sha256.hex(digest);
  }

  /** The first line of a library's message. */
  private static String line(IOException failed) {
    String message = failed.getMessage();
    return message == null
        ? failed.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  FetchAnswer rejected(EncodedImage image, FetchResult.Never never) {
    return rejected(image, never.reason(), never.detail());
  }

  /** The reject of an image whose last attempt has failed. */
  FetchAnswer unreachable(EncodedImage image, FetchResult.Failed failed, int tries) {
    return rejected(
        image,
        RejectReason.URI_UNREACHABLE,
        "%s could not be fetched in %d attempts: %s".formatted(shown(image), tries, failed.why()));
  }

  private static String shown(EncodedImage image) {
    try {
      return ImageUri.parse(requireNonNull(image.uri())).toString();
    } catch (UnfetchableException impossible) {
      return "the image";
    }
  }

  private static FetchAnswer rejected(EncodedImage image, RejectReason reason, String detail) {
    return new FetchAnswer.Rejected(
        new RejectedImage(image.source(), image.id(), reason, Stage.FETCH, detail));
  }

  @Override
  public void close() throws IOException {
    web.close();
    s3.close();
  }
}
