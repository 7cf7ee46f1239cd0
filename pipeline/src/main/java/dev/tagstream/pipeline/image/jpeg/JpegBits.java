package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The bits of a scan of a JPEG. Bits beyond the file are {@link RejectReason#TRUNCATED_IMAGE}; an
 * early marker is {@link RejectReason#CORRUPT_IMAGE}.
 */
final class JpegBits {

  private static final int FILL = 0xFF;
  private static final int STUFFED = 0;
  private static final int FIRST_RESTART = 0xD0;
  private static final int LAST_RESTART = 0xD7;

  private final EncodedBytes encoded;
  private long at;
  private int current;
  private int left;

  /**
   * A reader of bits.
   *
   * @param offset of the scan's data
   */
  JpegBits(EncodedBytes encoded, long offset) {
    this.encoded = encoded;
    this.at = offset;
  }

  int read() throws UnreadableImageException {
    if (left == 0) {
      current = nextByte();
      left = Byte.SIZE;
    }
    left--;
    return current >> left & 1;
  }

  /** The next {@code count} bits as a number. */
  int read(int count) throws UnreadableImageException {
    int number = 0;
    for (int i = 0; i < count; i++) {
      number = number << 1 | read();
    }
    return number;
  }

  private int nextByte() throws UnreadableImageException {
    int value = stored(at);
    if (value != FILL) {
      at++;
      return value;
    }
    int code = skipFill();
    if (code != STUFFED) {
      throw encoded.corrupt("a marker at byte %d with pixels missing".formatted(at));
    }
    at++;
    return FILL;
  }

  /** Reads the marker between two intervals. */
  void readRestart() throws UnreadableImageException {
    left = 0;
    if (stored(at) != FILL) {
      throw encoded.corrupt("no restart marker at byte " + at);
    }
    int code = skipFill();
    if (code < FIRST_RESTART || code > LAST_RESTART) {
      throw encoded.corrupt("no restart marker at byte " + at);
    }
    at++;
  }

  /** Moves to the code behind 0xFF. */
  private int skipFill() throws UnreadableImageException {
    int code = FILL;
    while (code == FILL) {
      at++;
      code = stored(at);
    }
    return code;
  }

  /** The offset of the first byte that was not read. */
  long position() {
    return at;
  }

  private int stored(long offset) throws UnreadableImageException {
    if (!encoded.has(offset, 1)) {
      throw encoded.truncated("it ends within a scan");
    }
    return encoded.uint8(offset);
  }
}
