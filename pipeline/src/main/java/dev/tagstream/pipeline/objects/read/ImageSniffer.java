package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.image.FileExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Detects from its first bytes whether a stream is an image. */
final class ImageSniffer {

  /** The number of bytes to look at, enough for every format. */
  private static final int FIRST_BYTES = 32;

  private ImageSniffer() {}

  /** A stream whose first bytes can be read in advance. */
  static PushbackInputStream peekable(InputStream stream) {
    return new PushbackInputStream(stream, FIRST_BYTES);
  }

  /** Whether the rest of the stream begins like an image in a supported format. */
  static boolean isImage(PushbackInputStream stream) throws IOException {
    byte[] first = stream.readNBytes(FIRST_BYTES);
    stream.unread(first);
    return FileExtension.of(first).isPresent();
  }
}
