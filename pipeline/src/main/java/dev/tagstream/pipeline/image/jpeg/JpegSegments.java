package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Iterates over the segments of a JPEG up to its first scan (ITU-T T.81, annex B). */
final class JpegSegments {

  static final int HUFFMAN_TABLES = 0xC4;
  static final int END_OF_IMAGE = 0xD9;
  static final int START_OF_SCAN = 0xDA;
  static final int RESTART_INTERVAL = 0xDD;
  static final int HIERARCHICAL = 0xDE;
  static final int FIRST_APPLICATION = 0xE0;
  static final int APP1 = 0xE1;
  static final int APP14 = 0xEE;
  static final int LAST_APPLICATION = 0xEF;
  static final int JPEG_LS_FRAME = 0xF7;
  static final int COMMENT = 0xFE;

  private static final int START_OF_IMAGE_BYTES = 2;
  private static final int FIRST_FRAME = 0xC0;
  private static final int LAST_FRAME = 0xCF;
  private static final int EXTENSION = 0xC8;
  private static final int ARITHMETIC_CONDITIONING = 0xCC;
  private static final int TEMPORARY = 0x01;
  private static final int FIRST_RESTART = 0xD0;
  private static final int START_OF_IMAGE = 0xD8;
  private static final int FILL = 0xFF;
  private static final int LENGTH_BYTES = 2;

  private final EncodedBytes encoded;
  private int marker;
  private long at = START_OF_IMAGE_BYTES;
  private long end = START_OF_IMAGE_BYTES;

  JpegSegments(EncodedBytes encoded) {
    this.encoded = encoded;
  }

  /** Continues behind a scan's data. */
  void skipTo(long offset) {
    end = offset;
  }

  /**
   * Moves to the next segment.
   *
   * @return false at a scan, whose marker {@link #marker} returns, and at the end
   */
  boolean next() throws UnreadableImageException {
    do {
      at = skipToMarker(end);
      marker = encoded.uint8(at);
      end = at + 1;
    } while (isAlone());
    if (marker == END_OF_IMAGE) {
      return false;
    }
    int length = encoded.uint16BigEndian(at + 1);
    if (length < LENGTH_BYTES) {
      throw encoded.corrupt("a segment of %d bytes at byte %d".formatted(length, at));
    }
    end = at + 1 + length;
    return marker != START_OF_SCAN;
  }

  /** The marker of this segment. */
  int marker() {
    return marker;
  }

  /** The offset of its marker's code, behind 0xFF. */
  long at() {
    return at;
  }

  /** The offset of its data, behind its length. */
  long data() {
    return at + 1 + LENGTH_BYTES;
  }

  /** The offset of its end, if the file is that long. */
  long end() {
    return end;
  }

  boolean isFrame() {
    return marker >= FIRST_FRAME
        && marker <= LAST_FRAME
        && marker != HUFFMAN_TABLES
        && marker != EXTENSION
        && marker != ARITHMETIC_CONDITIONING;
  }

  /**
   * Skips everything up to 0xFF and fill bytes, as decoders do; returns the offset of the marker
   * code.
   */
  private long skipToMarker(long from) throws UnreadableImageException {
    long to = from;
    while (encoded.uint8(to) != FILL) {
      to++;
    }
    while (encoded.uint8(to) == FILL) {
      to++;
    }
    return to;
  }

  private boolean isAlone() {
    return marker == 0
        || marker == TEMPORARY
        || (marker >= FIRST_RESTART && marker <= START_OF_IMAGE);
  }
}
