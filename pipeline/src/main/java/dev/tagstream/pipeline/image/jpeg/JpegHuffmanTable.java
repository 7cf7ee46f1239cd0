package dev.tagstream.pipeline.image.jpeg;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.record.UnreadableImageException;

/** A Huffman table of a JPEG (ITU-T T.81, annex C). */
final class JpegHuffmanTable {

  private static final int LONGEST_CODE = 16;

  private final EncodedBytes encoded;
  private final int[] firstCodes = new int[LONGEST_CODE + 1];
  private final int[] counts = new int[LONGEST_CODE + 1];
  private final long[] firstSymbols = new long[LONGEST_CODE + 1];
  private final int symbols;

  /**
   * Reads a table.
   *
   * @param offset of the table's counts
   */
  JpegHuffmanTable(EncodedBytes encoded, long offset) throws UnreadableImageException {
    this.encoded = encoded;
    int code = 0;
    int before = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      counts[length] = encoded.uint8(offset + length - 1);
      firstCodes[length] = code;
      firstSymbols[length] = offset + LONGEST_CODE + before;
      before += counts[length];
      code = (code + counts[length]) << 1;
    }
    this.symbols = before;
  }

  /** The table's length in the file. */
  int bytes() {
    return LONGEST_CODE + symbols;
  }

  int decode(JpegBits bits) throws UnreadableImageException {
    int code = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      code = code << 1 | bits.read();
      int index = code - firstCodes[length];
      if (index >= 0 && index < counts[length]) {
        return encoded.uint8(firstSymbols[length] + index);
      }
    }
    throw encoded.corrupt("a code at byte %d that no table has".formatted(bits.position()));
  }
}
