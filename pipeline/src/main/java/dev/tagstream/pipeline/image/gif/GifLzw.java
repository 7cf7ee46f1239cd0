package dev.tagstream.pipeline.image.gif;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** Decodes a GIF's LZW: codes of 2 to 12 bits, low bits first, in blocks of up to 255 bytes. */
final class GifLzw {

  private static final int MOST_CODE_BITS = 12;
  private static final int MOST_CODES = 1 << MOST_CODE_BITS;
  private static final int NO_CODE = -1;

  private final short[] prefixes = new short[MOST_CODES];
  private final byte[] suffixes = new byte[MOST_CODES];

  /** The last code's string in reverse order, and the part of it that was not taken. */
  private final byte[] string = new byte[MOST_CODES + 1];

  private int left;

  private final EncodedBytes encoded;
  private final GifBits bits;
  private final int clear;
  private final int firstCodeBits;
  private int codeBits;
  private int next;
  private int previous = NO_CODE;
  private byte first;

  /**
   * A decoder at the start of the data.
   *
   * @param offset of the code size, before the data's first block
   */
  GifLzw(EncodedBytes encoded, long offset) throws UnreadableImageException {
    this.encoded = encoded;
    this.bits = new GifBits(encoded, offset + 1);
    int indexBits = encoded.uint8(offset);
    this.firstCodeBits = indexBits + 1;
    if (indexBits < 1 || firstCodeBits > MOST_CODE_BITS) {
      throw encoded.corrupt("LZW codes of %d bits".formatted(firstCodeBits));
    }
    this.clear = 1 << indexBits;
    clearTable();
  }

  /** Fills {@code into} with the next {@code count} indexes. */
  void read(byte[] into, int count) throws UnreadableImageException {
    for (int i = 0; i < count; i++) {
      while (left == 0) {
        readCode(bits.read(codeBits));
      }
      into[i] = string[--left];
    }
  }

  private void readCode(int code) throws UnreadableImageException {
    if (code == clear) {
      clearTable();
      return;
    }
    boolean isKnown = previous == NO_CODE ? code < clear : code < next;
    boolean repeatsItsFirst = previous != NO_CODE && code == next;
    if (code == clear + 1 || !(isKnown || repeatsItsFirst)) {
      throw encoded.corrupt("LZW code %d where %d are known".formatted(code, next));
    }
    int current = code;
    if (!isKnown) {
      string[left++] = first;
      current = previous;
    }
    while (current >= clear) {
      string[left++] = suffixes[current];
      current = prefixes[current];
    }
    first = (byte) current;
    string[left++] = first;
    learn();
    previous = code;
  }

  /** The last string and the first index of this one make a new string. */
  private void learn() {
    if (previous == NO_CODE || next == MOST_CODES) {
      return;
    }
    prefixes[next] = (short) previous;
    suffixes[next] = first;
    next++;
    if (next == 1 << codeBits && codeBits < MOST_CODE_BITS) {
      codeBits++;
    }
  }

  private void clearTable() {
    codeBits = firstCodeBits;
    next = clear + 2;
    previous = NO_CODE;
  }
}
