package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.image.FileExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Tells from its first bytes whether a stream is an image. */
final class ImageSniffer {

  /** More than any format's. */
  private static final int FIRST_BYTES = 32;

  private ImageSniffer() {}

  /** The stream with a look at its beginning. */
  static PushbackInputStream peekable(InputStream stream) {
    return new PushbackInputStream(stream, FIRST_BYTES);
  }

  /** Whether the rest of the stream begins like an image that is decoded. */
  static boolean isImage(PushbackInputStream stream) throws IOException {
    byte[] first = stream.readNBytes(FIRST_BYTES);
    stream.unread(first);
    return FileExtension.of(first).isPresent();
  }
}
