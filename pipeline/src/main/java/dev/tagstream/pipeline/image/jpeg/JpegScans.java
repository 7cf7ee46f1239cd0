package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;

/**
 * The scans of a JPEG. Each is a pass over the whole image, even if it has few bytes, so many of
 * them are a decompression bomb.
 */
final class JpegScans {

  /** Encoders write up to about a dozen scans; libtiff also refuses more than a hundred. */
  static final int MOST = 100;

  /** Fewer channels than any scan has. */
  static final int NO_CHANNELS = 0;

  private static final int START_OF_IMAGE_BYTES = 2;
  private static final int FILL = 0xFF;
  private static final int STUFFED = 0x00;
  private static final int TEMPORARY = 0x01;
  private static final int FIRST_RESTART = 0xD0;
  private static final int LAST_RESTART = 0xD7;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;

  private JpegScans() {}

  /**
   * The number of scans that a decoder reads.
   *
   * @param offset behind the frame header
   * @param channelsOfOnlyScan a first scan of so many channels is the only one that decoders read:
   *     all channels of a sequential image, {@link #NO_CHANNELS} of a progressive one
   * @throws UnreadableImageException if there are too many
   */
  static int count(EncodedBytes encoded, long offset, int channelsOfOnlyScan)
      throws UnreadableImageException {
    int scans = 0;
    long at = offset;
    // without room for a marker, a length and a number of channels there is no further scan
    while (encoded.has(at, 5)) {
      if (encoded.uint8(at) != FILL) {
        at++;
        continue;
      }
      int marker = encoded.uint8(at + 1);
      if (marker == END_OF_IMAGE) {
        return scans;
      }
      if (marker == START_OF_SCAN) {
        scans++;
        if (scans == 1 && encoded.uint8(at + 4) == channelsOfOnlyScan) {
          return scans;
        }
        if (scans > MOST) {
          throw encoded.unsupported("more than %d scans".formatted(MOST));
        }
      }
      at += bytesOf(encoded, at, marker);
    }
    return scans;
  }

  /** Whether a decoder that starts at the first segment reaches the end marker. */
  static boolean reachEnd(EncodedBytes encoded) throws UnreadableImageException {
    long at = START_OF_IMAGE_BYTES;
    while (encoded.has(at, 2)) {
      if (encoded.uint8(at) != FILL) {
        at++;
        continue;
      }
      int marker = encoded.uint8(at + 1);
      if (marker == END_OF_IMAGE) {
        return true;
      }
      if (!encoded.has(at, 4)) {
        return false;
      }
      at += bytesOf(encoded, at, marker);
    }
    return false;
  }

  private static long bytesOf(EncodedBytes encoded, long at, int marker)
      throws UnreadableImageException {
    if (marker == FILL) {
      return 1;
    }
    boolean isAlone =
        marker == STUFFED
            || marker == TEMPORARY
            || (marker >= FIRST_RESTART && marker <= LAST_RESTART);
    return isAlone ? 2 : 2L + encoded.uint16BigEndian(at + 2);
  }
}
