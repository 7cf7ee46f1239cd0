package dev.tagstream.pipeline.image.tiff;

/** Decodes TIFF's LZW: codes of 9 to 12 bits, high bits first, widened one code early. */
final class TiffLzw {

  private static final int CLEAR = 256;
  private static final int FIRST_FREE = 258;
  private static final int FEWEST_BITS = 9;
  private static final int MOST_BITS = 12;
  private static final int NO_CODE = -1;

  private final short[] prefixes = new short[1 << MOST_BITS];
  private final byte[] suffixes = new byte[1 << MOST_BITS];
  private final short[] lengths = new short[1 << MOST_BITS];

  /**
   * Fills {@code into} up to {@code length}.
   *
   * @return the number of decoded bytes
   */
  int decompress(byte[] from, int offset, int count, byte[] into, int length) {
    int at = offset;
    int end = offset + count;
    int buffer = 0;
    int buffered = 0;
    int bits = FEWEST_BITS;
    int next = FIRST_FREE;
    int previous = NO_CODE;
    int filled = 0;
    while (filled < length) {
      while (buffered < bits) {
        if (at == end) {
          return filled;
        }
        buffer = buffer << Byte.SIZE | (from[at++] & 0xFF);
        buffered += Byte.SIZE;
      }
      buffered -= bits;
      int code = (buffer >>> buffered) & ((1 << bits) - 1);
      if (code == CLEAR) {
        bits = FEWEST_BITS;
        next = FIRST_FREE;
        previous = NO_CODE;
        continue;
      }
      boolean known = code < CLEAR || (code >= FIRST_FREE && code < next);
      if (!known && (previous == NO_CODE || code != next)) {
        return filled;
      }
      int written = writeString(known ? code : previous, into, filled, length);
      if (!known && filled + written < length) {
        into[filled + written++] = into[filled];
      }
      if (previous != NO_CODE && next < 1 << MOST_BITS) {
        prefixes[next] = (short) previous;
        suffixes[next] = into[filled];
        lengths[next] = (short) (stringLength(previous) + 1);
        next++;
      }
      if (next + 1 >= 1 << bits && bits < MOST_BITS) {
        bits++;
      }
      previous = code;
      filled += written;
    }
    return filled;
  }

  /** Writes a code's string from its end; returns the number of bytes that fitted. */
  private int writeString(int code, byte[] into, int offset, int limit) {
    int length = stringLength(code);
    int current = code;
    for (int i = offset + length - 1; i >= offset; i--) {
      byte last = current < CLEAR ? (byte) current : suffixes[current];
      if (i < limit) {
        into[i] = last;
      }
      current = current < CLEAR ? current : prefixes[current];
    }
    return Math.min(length, limit - offset);
  }

  private int stringLength(int code) {
    return code < CLEAR ? 1 : lengths[code];
  }
}
