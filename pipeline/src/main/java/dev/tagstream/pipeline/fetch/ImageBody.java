package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.fetch.UriSource.Room;
import dev.tagstream.pipeline.record.RejectReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads the body of a response without trusting its declared length. */
final class ImageBody {

  /** The most bytes to allocate before data has arrived, whatever the declared length. */
  private static final int BELIEVED_BYTES = 1 << 20;

  private static final int UNKNOWN_BYTES = 1 << 16;

  private final ImageUri uri;
  private final int maxBytes;

  ImageBody(ImageUri uri, int maxBytes) {
    this.uri = uri;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads the body to its end.
   *
   * @param announcedBytes the Content-Length; negative if there is none
   */
  ByteRange read(InputStream body, long announcedBytes, Room room)
      throws IOException, UnfetchableException, NoRoomException {
    if (announcedBytes > maxBytes) {
      throw tooLarge("%d bytes".formatted(announcedBytes));
    }
    room.take(Math.max(announcedBytes, 0));
    long expected = announcedBytes < 0 ? UNKNOWN_BYTES : announcedBytes;
    // one byte more shows the end without growing the array
    byte[] bytes = new byte[(int) Math.min(expected, BELIEVED_BYTES) + 1];
    int count = 0;
    for (int read = 0; read >= 0; read = body.read(bytes, count, bytes.length - count)) {
      count += read;
      if (count > maxBytes) {
        throw tooLarge("more");
      }
      if (count == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, maxBytes + 1L));
        room.take(Math.max(announcedBytes, bytes.length));
      }
    }
    if (announcedBytes >= 0 && count != announcedBytes) {
      throw new IOException("ended after %d of %d bytes".formatted(count, announcedBytes));
    }
    room.take(count);
    return ByteRange.of(ByteBuffer.wrap(bytes, 0, count));
  }

  private UnfetchableException tooLarge(String bytes) {
    return new UnfetchableException(
        RejectReason.URI_TOO_LARGE,
        "%s has %s but may have %d bytes".formatted(uri, bytes, maxBytes));
  }
}
